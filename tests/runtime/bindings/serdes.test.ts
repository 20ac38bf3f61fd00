import { isDeepStrictEqual } from 'node:util';
import * as v8 from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSerdesBinding } from '../../../src/runtime/bindings/serdes.ts';
import type { Any } from '../../../src/runtime/host.ts';
import { createPlainHost } from './plain-host.ts';

const { Serializer, Deserializer } = createSerdesBinding(createPlainHost()) as {
  Serializer: new () => Any;
  Deserializer: new (bytes: Uint8Array) => Any;
};

/** 1, nothing, 3. */
const holed: unknown[] = [1];
holed[2] = 3;

/** Node's own methods for views, on the serializer under test. */
class OurSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }
}
class OurDeserializer extends Deserializer {}
const lend = (to: Any, from: Any, names: string[]) => {
  for (const name of names) to.prototype[name] = from.prototype[name];
};
lend(OurSerializer, v8.DefaultSerializer, ['_writeHostObject', '_getDataCloneError']);
lend(OurDeserializer, v8.DefaultDeserializer, ['_readHostObject', 'readRawBytes']);

function serialize(value: unknown): Buffer {
  const serializer: Any = new OurSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

function deserialize(bytes: Uint8Array): unknown {
  const deserializer: Any = new OurDeserializer(bytes);
  deserializer.readHeader();
  return deserializer.readValue();
}

const cyclic: Any = { name: 'cycle', list: [] };
cyclic.self = cyclic;
cyclic.list.push(cyclic, cyclic.list);

const values: Record<string, unknown> = {
  // Not in an array: V8 writes arrays of fractions in another way, which cannot be seen from outside.
  'small and large numbers': {
    ...{ zero: 0, minusZero: -0, one: 1, minusOne: -1, fraction: 1.5, nan: Number.NaN, infinity: -Infinity },
    ...{ a: 1073741823, b: 1073741824, c: -1073741824, d: -1073741825, e: 2147483648 },
  },
  bigints: [0n, 1n, -1n, 2n ** 64n, -(2n ** 100n)],
  'texts of one and of two bytes': ['', 'a', 'é', '€', 'x€', '\ud83d\ude00', `${'x'.repeat(300)}€`],
  'words that stand for themselves': [undefined, null, true, false],
  'objects with names and numbers for keys': { b: 1, a: { 2: 'two', 1: 'one' }, '01': 'not a number' },
  'arrays with holes and names': Object.assign(holed, { extra: true }),
  'maps and sets': [
    new Map<unknown, unknown>([
      [{}, 'key'],
      ['a', new Set([1, [2]])],
    ]),
  ],
  'dates and patterns': [new Date(1e12), new Date(Number.NaN), /a\/b/giu, /x/dsy],
  wrappers: [Object(1), Object('text'), Object(true), Object(false), Object(5n)],
  'buffers and views': [
    Buffer.from('bytes'),
    new Uint8Array([1, 2]),
    new Float64Array([1.5]),
    new DataView(new ArrayBuffer(3)),
    new BigInt64Array([-1n]),
    new Uint8Array([9, 8]).buffer,
  ],
  cycles: cyclic,
};

describe('the serialization of values', () => {
  for (const [name, value] of Object.entries(values)) {
    it(`writes ${name} as V8 does, and reads what V8 wrote`, () => {
      const real = v8.serialize(value);
      expect(serialize(value).toString('hex')).toBe(real.toString('hex'));
      expect(isDeepStrictEqual(deserialize(real), value)).toBe(true);
    });
  }

  it('brings errors over with their type, message, cause and stack', () => {
    const error = new RangeError('too far', { cause: new TypeError('why') });
    expect(serialize(error).toString('latin1')).toBe(v8.serialize(error).toString('latin1'));
    const read = deserialize(v8.serialize(error)) as RangeError;
    expect(read).toBeInstanceOf(RangeError);
    expect(read.stack).toBe(error.stack);
    expect((read.cause as Error).message).toBe('why');
  });

  it('writes any value so that V8 reads it, and reads any that V8 wrote', () => {
    const options = { withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true };
    fc.assert(
      fc.property(fc.anything(options), (value) => {
        const real = v8.serialize(value);
        const expected = v8.deserialize(real);
        expect(isDeepStrictEqual(deserialize(real), expected)).toBe(true);
        expect(isDeepStrictEqual(v8.deserialize(serialize(value)), expected)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what cannot be cloned in the words of V8', () => {
    for (const value of [() => 1, Symbol('s'), new WeakMap(), Promise.resolve()]) {
      let message = '';
      try {
        v8.serialize({ value });
      } catch (error) {
        message = (error as Error).message;
      }
      expect(() => serialize({ value })).toThrow(message);
    }
  });

  it('throws on broken input, and never does anything else', () => {
    const input = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((tail) => Uint8Array.from([0xff, 15, ...tail])),
      fc.tuple(fc.anything(), fc.nat(100), fc.nat(255)).map(([value, at, byte]) => {
        const bytes = v8.serialize(value);
        bytes[at % bytes.length] = byte;
        return Uint8Array.from(bytes);
      }),
    );
    fc.assert(
      fc.property(input, (bytes) => {
        try {
          deserialize(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('writes and reads single numbers and bytes', () => {
    const serializer: Any = new OurSerializer();
    serializer.writeUint32(4_000_000_000);
    serializer.writeUint64(1, 2);
    serializer.writeDouble(0.1);
    serializer.writeRawBytes(Buffer.from('raw'));
    const deserializer: Any = new OurDeserializer(serializer.releaseBuffer());
    expect(deserializer.readUint32()).toBe(4_000_000_000);
    expect(deserializer.readUint64()).toEqual([1, 2]);
    expect(deserializer.readDouble()).toBe(0.1);
    expect(deserializer.readRawBytes(3).toString()).toBe('raw');
  });
});
