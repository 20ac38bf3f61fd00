import { describe, expect, test } from 'vitest';
import type { EngineErrorCode } from '../../src/engine/errors.ts';
import { EngineError } from '../../src/engine/errors.ts';
import {
  type Explanation,
  explainCheckFailure,
  explainEngineFailure,
  explainExit,
  explainLack,
  explainRequestFailure,
  explainSilence,
  requestCalledOff,
} from '../../src/workbench/messages.ts';

const codes: EngineErrorCode[] = [
  'ERR_ENGINE_UNSUPPORTED',
  'ERR_ENGINE_NOT_ISOLATED',
  'ERR_ENGINE_BLOCKED',
  'ERR_ENGINE_UNREACHABLE',
  'ERR_ENGINE_FRAME_BLOCKED',
  'ERR_ENGINE_TIMEOUT',
  'ERR_ENGINE_OUT_OF_MEMORY',
  'ERR_ENGINE_TOO_LONG',
  'ERR_ENGINE_BUSY',
  'ERR_ENGINE_CRASHED',
  'ERR_ENGINE_STOPPED',
  'ERR_ENGINE_NO_FILE',
  'ERR_ENGINE_NO_COMMAND',
  'ERR_ENGINE_REQUEST',
];
const errors: unknown[] = [
  ...codes.map((code) => new EngineError(code, 'SECRET internals')),
  ...(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'HPE_INVALID'] as const).map(
    (reason) => new EngineError('ERR_ENGINE_REQUEST', 'SECRET internals', { reason }),
  ),
  new TypeError('SECRET is not a function'),
  'SECRET string',
  undefined,
];

const all: Explanation[] = [
  ...errors.flatMap((error) => [
    explainEngineFailure(error),
    explainEngineFailure(error, 'webcontainer'),
    explainCheckFailure(error),
    explainCheckFailure(error, 'webcontainer'),
    explainRequestFailure(error, 3000, 10),
  ]),
  requestCalledOff,
  explainLack(['async-context']),
  explainLack(['node-24', 'output-order']),
  explainSilence(8),
  ...[0, 1, 7].flatMap((code) =>
    [true, false].flatMap((listened) => [
      explainExit({ code, signal: null }, listened, undefined),
      explainExit({ code, signal: null }, listened, { text: 'Error: x', place: undefined }),
    ]),
  ),
  explainExit({ code: null, signal: 'SIGKILL' }, true, undefined),
];

describe('every failure is told in three parts', () => {
  test('what happened, what is safe and what to do next are all there, as sentences', () => {
    for (const { what, safe, next } of all) {
      for (const part of [what, safe, next]) expect(part).toMatch(/^[A-Z`“].*[.?)x]$/s);
    }
  });

  test('none shows an internal error’s own words', () => {
    expect(JSON.stringify(all)).not.toContain('SECRET');
  });

  test('each cause of a WebContainer that does not start has a sentence of its own, and leads to the built-in engine', () => {
    const told = codes.map((code) => explainEngineFailure(new EngineError(code, ''), 'webcontainer'));
    const ofStarts = told.slice(1, 7);
    expect(new Set(ofStarts.map(({ what }) => what)).size).toBe(ofStarts.length);
    for (const { safe } of told) expect(safe).toContain('built-in engine');
  });

  test('none blames the learner’s code for the engine’s fault', () => {
    expect(explainEngineFailure(new EngineError('ERR_ENGINE_CRASHED', '')).what).toContain(
      'not your code’s fault',
    );
  });
});
