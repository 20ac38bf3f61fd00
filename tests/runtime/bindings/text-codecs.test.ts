import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEncodingBindingBinding } from '../../../src/runtime/bindings/encoding-binding.ts';
import { createIcuBinding } from '../../../src/runtime/bindings/icu.ts';
import { hostileBytes, hostileText } from './hostile-inputs.ts';
import { createPlainHost, nodeBinding, outcome } from './plain-host.ts';

const host = createPlainHost({ types: { isSharedArrayBuffer: () => false } });
const encoding = createEncodingBindingBinding(host);
const icu = createIcuBinding(host);
const nodeIcu = nodeBinding('icu');

describe('the encoding binding', () => {
  it('writes as much of a text as fits, in whole characters', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(40), (text, size) => {
        const [ours, nodes] = [new Uint8Array(size), new Uint8Array(size)];
        encoding['encodeInto'](text, ours);
        const { read, written } = new TextEncoder().encodeInto(text, nodes);
        expect([...encoding['encodeIntoResults'], ours]).toEqual([read, written, nodes]);
      }),
    );
  });

  it('decodes UTF-8 with and without its mark, strictly or not', () => {
    fc.assert(
      fc.property(hostileBytes, fc.boolean(), fc.boolean(), (bytes, ignoreBOM, fatal) => {
        const node = outcome(() => new TextDecoder('utf-8', { ignoreBOM, fatal }).decode(bytes));
        expect(outcome(() => encoding['decodeUTF8'](bytes, ignoreBOM, fatal))).toEqual(node);
      }),
      { numRuns: 3000 },
    );
  });

  it('says what it wants when it gets a number', () => {
    expect(outcome(() => encoding['decodeUTF8'](5))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });
});

describe('the icu binding', () => {
  it('converts between encodings, replaces what a target lacks, and names what it cannot convert', () => {
    const name = fc.constantFrom('utf8', 'latin1', 'ascii', 'utf16le', 'ucs2', 'hex', 'nope');
    fc.assert(
      fc.property(hostileBytes, name, name, (bytes, from, to) => {
        // The library answers for empty input itself.
        fc.pre(bytes.length > 0);
        expect(icu['transcode'](bytes, from, to)).toEqual(nodeIcu['transcode'](bytes, from, to));
      }),
      { numRuns: 5000 },
    );
    expect([0, 1, 10, 99].map(icu['icuErrName'])).toEqual([0, 1, 10, 99].map(nodeIcu['icuErrName']));
  });

  it('gives a result of its own: changing it leaves the source alone', () => {
    const source = Buffer.from('abc');
    icu['transcode'](source, 'latin1', 'latin1').fill(0);
    expect(source.toString()).toBe('abc');
  });

  it('knows the width of every code point', () => {
    const wrong: number[] = [];
    for (let point = 0; point <= 0x10ffff; point++) {
      const text = String.fromCodePoint(point);
      if (icu['getStringWidth'](text) !== nodeIcu['getStringWidth'](text)) wrong.push(point);
    }
    expect(wrong).toEqual([]);
    fc.assert(
      fc.property(hostileText, (text) => icu['getStringWidth'](text) === nodeIcu['getStringWidth'](text)),
    );
  });

  it('decodes a stream of UTF-16 chunk by chunk, and fails where it has to', () => {
    const bytes = Buffer.from('a€😀', 'utf16le');
    const converter = icu['getConverter']('utf-16le', 0);
    const parts = [...bytes].map((byte) => icu['decode'](converter, Uint8Array.of(byte), 0, 'utf-16le'));
    expect(parts.join('') + icu['decode'](converter, new Uint8Array(), 1, 'utf-16le')).toBe('a€😀');

    const strict = icu['getConverter']('utf-16le', 2);
    const decodeHalf = () => icu['decode'](strict, Uint8Array.of(0, 0xd8, 1), 1, 'utf-16le');
    expect(outcome(decodeHalf)).toMatchObject({ code: 'ERR_ENCODING_INVALID_ENCODED_DATA' });
    expect(icu['getConverter']('nope', 0)).toBeUndefined();
    expect(['euc-jp', 'nope'].map(icu['hasConverter'])).toEqual([true, false]);
  });
});
