import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBufferBinding } from '../../../src/runtime/bindings/buffer.ts';
import { hostileBytes, hostileText, place } from './hostile-inputs.ts';
import { createPlainHost, nodeBinding, outcome } from './plain-host.ts';

const node = nodeBinding('buffer');
const ours = createBufferBinding(createPlainHost());

/** Runs the same on both bindings and expects the same results, errors and bytes. */
function same<T>(
  input: fc.Arbitrary<T>,
  run: (binding: typeof ours, value: T) => unknown,
  numRuns = 1000,
): void {
  fc.assert(
    fc.property(input, (value) => {
      expect(outcome(() => run(ours, value))).toEqual(outcome(() => run(node, value)));
    }),
    { numRuns },
  );
}

/** Bytes of three values only, so that needles are found often. */
const fewValues = fc.array(fc.nat(2), { maxLength: 20 }).map((bytes) => Uint8Array.from(bytes));

describe('the buffer binding decodes as Node does', () => {
  for (const slice of ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8'].map(
    (name) => `${name}Slice`,
  )) {
    it(`\`${slice}\` of any bytes and places`, () => {
      same(fc.tuple(hostileBytes, place, place), (binding, [bytes, start, end]) =>
        binding[slice](bytes, start, end),
      );
    });
  }

  it('text of every length around the limits of the short paths', () => {
    for (const unit of ['a', 'é', '\x80', '€', '😀']) {
      for (let length = 0; length < 300; length++) {
        const bytes = Buffer.from(unit.repeat(length));
        for (const slice of ['utf8Slice', 'latin1Slice', 'asciiSlice']) {
          expect(ours[slice](bytes, 0, bytes.length)).toBe(node[slice](bytes, 0, bytes.length));
        }
      }
    }
  });

  it('a part of a pooled buffer, not its neighbours', () => {
    const pool = Buffer.from('secret-public-secret');
    expect(ours['utf8Slice'](pool.subarray(7, 13), 0, 6)).toBe('public');
    expect(ours['ucs2Slice'](pool.subarray(7, 13), 0, 6)).toBe(node['ucs2Slice'](pool.subarray(7, 13), 0, 6));
  });

  it('refuses what is no buffer with the code of Node', () => {
    expect(outcome(() => ours['utf8Slice']({}, 0, 1))).toEqual(outcome(() => node['utf8Slice']({}, 0, 1)));
  });
});

describe('the buffer binding encodes as Node does', () => {
  for (const write of ['base64Write', 'base64urlWrite', 'hexWrite', 'ucs2Write']) {
    it(`\`${write}\` of any text into any room`, () => {
      same(fc.tuple(hostileText, fc.nat(60), place, place), (binding, [text, size, offset, length]) => {
        const bytes = new Uint8Array(size);
        return [binding[write](bytes, text, offset, length), bytes];
      });
    });
  }

  for (const write of ['asciiWriteStatic', 'latin1WriteStatic', 'utf8WriteStatic']) {
    it(`\`${write}\` of any text never writes past its room, nor a part of a character`, () => {
      same(
        fc.tuple(hostileText, fc.nat(300), fc.nat(60), fc.nat(300)),
        (binding, [text, size, start, most]) => {
          const bytes = new Uint8Array(size);
          const offset = Math.min(start, size);
          return [binding[write](bytes, text, offset, Math.min(most, size - offset)), bytes];
        },
      );
    });
  }

  it('counts the bytes of any text', () =>
    same(hostileText, (binding, text) => binding['byteLengthUtf8'](text)));

  it('counts the bytes of long text, wherever a character stands', () =>
    same(
      fc.tuple(fc.integer({ min: 8188, max: 8196 }), hostileText, fc.nat(9000)),
      (binding, [before, text, after]) =>
        binding['byteLengthUtf8']('a'.repeat(before) + text + '\ud83d\ude00'.repeat(after)),
      100,
    ));

  it('`atob` and `btoa` give the same text or the same failure', () => {
    const nearlyBase64 = fc.string({ unit: fc.constantFrom('Y', 'Q', '=', ' ', '*') });
    same(
      fc.oneof(hostileText, nearlyBase64),
      (binding, text) => [binding['atob'](text), binding['btoa'](text)],
      3000,
    );
  });
});

describe('the buffer binding compares, searches and fills as Node does', () => {
  it('compares whole buffers and ranges', () => {
    same(fc.tuple(fewValues, fewValues), (binding, [a, b]) => binding['compare'](a, b));
    const places = fc.tuple(fewValues, fewValues, fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20));
    same(places, (binding, [source, target, targetStart, sourceStart, targetEnd, sourceEnd]) => {
      // The library calls with ranges inside the buffers only.
      if (sourceEnd > source.length || targetEnd > target.length) return undefined;
      if (sourceStart >= sourceEnd || targetStart >= targetEnd) return undefined;
      return binding['compareOffset'](source, target, targetStart, sourceStart, targetEnd, sourceEnd);
    });
  });

  const offset = fc.integer({ min: -25, max: 25 });

  for (const [name, encoding] of Object.entries({ utf8: 1, ucs2: 3, latin1: 4 })) {
    it(`finds text in ${name}, forwards and backwards, up to any end`, () => {
      const needle = fc.string({ unit: fc.constantFrom('\0', '\x01', '\x02', 'é'), maxLength: 4 });
      same(
        fc.tuple(fewValues, needle, offset, fc.boolean(), fc.nat(22)),
        (binding, [bytes, text, start, forward, end]) =>
          binding['indexOfString'](bytes, text, start, encoding, forward, end),
        4000,
      );
    });
  }

  it('finds bytes and numbers', () => {
    const needle = fc.array(fc.nat(2), { maxLength: 4 }).map((bytes) => Uint8Array.from(bytes));
    for (const encoding of [1, 3]) {
      same(
        fc.tuple(fewValues, needle, offset, fc.boolean(), fc.nat(22)),
        (binding, [bytes, sought, start, forward, end]) =>
          binding['indexOfBuffer'](bytes, sought, start, encoding, forward, end),
        4000,
      );
    }
    same(
      fc.tuple(fewValues, fc.nat(300), offset, fc.boolean(), fc.nat(22)),
      (binding, [bytes, sought, start, forward, end]) =>
        binding['indexOfNumber'](bytes, sought, start, forward, end),
      4000,
    );
  });

  it('fills with text in any encoding, bytes and numbers', () => {
    const encodings = [undefined, 'utf8', 'ucs2', 'hex', 'base64', 'latin1', 'ASCII', 'binary', 'nope'];
    same(
      fc.tuple(
        fc.nat(30),
        fc.oneof(hostileText, fewValues, fc.nat(1000)),
        fc.nat(30),
        fc.nat(32),
        fc.constantFrom(...encodings),
      ),
      (binding, [size, value, start, end, encoding]) => {
        const bytes = new Uint8Array(size);
        return [binding['fill'](bytes, value, start, end, encoding), bytes];
      },
      4000,
    );
  });

  it('swaps, copies, and tells UTF-8 and ASCII', () => {
    for (const swap of ['swap16', 'swap32', 'swap64']) {
      same(hostileBytes, (binding, bytes) => {
        const whole = bytes.slice(0, bytes.length & ~7);
        binding[swap](whole);
        return whole;
      });
    }
    same(hostileBytes, (binding, bytes) => [binding['isUtf8'](bytes), binding['isAscii'](bytes)]);
    const overlapping = Uint8Array.from([1, 2, 3, 4, 5, 6]);
    ours['copy'](overlapping, overlapping, 2, 0, 4);
    expect([...overlapping]).toEqual([1, 2, 1, 2, 3, 4]);
  });
});
