import { StringDecoder } from 'node:string_decoder';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStringDecoderBinding } from '../../../src/runtime/bindings/string-decoder.ts';
import { hostileBytes, hostileText } from './hostile-inputs.ts';
import { createPlainHost } from './plain-host.ts';

const binding = createStringDecoderBinding(createPlainHost());

interface Steps {
  text: string[];
  /** Held bytes, how many are missing, how many there are in all: what the library shows as `lastChar` and so on. */
  states: unknown[];
}

function nodeSteps(name: string, chunks: readonly Uint8Array[]): Steps {
  const decoder = new StringDecoder(name as BufferEncoding) as StringDecoder & Record<string, unknown>;
  const steps: Steps = { text: [], states: [] };
  for (const chunk of chunks) {
    steps.text.push(decoder.write(Buffer.from(chunk)));
    steps.states.push([decoder['lastNeed'], decoder['lastTotal']]);
  }
  steps.text.push(decoder.end());
  return steps;
}

function ourSteps(name: string, chunks: readonly Uint8Array[]): Steps {
  const state = new Uint8Array(binding['kSize']);
  state[binding['kEncodingField']] = binding['encodings'].indexOf(name);
  const steps: Steps = { text: [], states: [] };
  const missing = () => state[binding['kMissingBytes']]!;
  for (const chunk of chunks) {
    steps.text.push(binding['decode'](state, chunk));
    steps.states.push([missing(), missing() + state[binding['kBufferedBytes']]!]);
  }
  steps.text.push(state[binding['kBufferedBytes']] === 0 ? '' : binding['flush'](state));
  return steps;
}

describe('a string decoder', () => {
  for (const name of ['utf8', 'utf16le', 'base64', 'base64url', 'hex', 'latin1', 'ascii']) {
    it(`gives after every chunk what Node gives, in ${name}`, () => {
      fc.assert(
        fc.property(fc.array(hostileBytes, { maxLength: 8 }), (chunks) => {
          expect(ourSteps(name, chunks)).toEqual(nodeSteps(name, chunks));
        }),
        { numRuns: 3000 },
      );
    });
  }

  for (const name of ['utf8', 'utf16le'] as const) {
    it(`puts ${name} text together again wherever it was cut`, () => {
      fc.assert(
        fc.property(hostileText, fc.array(fc.integer({ min: 1, max: 3 })), (text, cuts) => {
          const whole = Buffer.from(text, name);
          const chunks: Uint8Array[] = [];
          let at = 0;
          for (const cut of cuts) {
            chunks.push(whole.subarray(at, at + cut));
            at += cut;
          }
          chunks.push(whole.subarray(at));
          expect(ourSteps(name, chunks).text.join('')).toBe(whole.toString(name));
        }),
        { numRuns: 2000 },
      );
    });
  }
});
