/**
 * Node's own `node:zlib` runs here on either binding: its streams take the classes out of the binding object each time,
 * so putting ours there is enough.
 */

import { once } from 'node:events';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createZlibBinding } from '../../../src/runtime/bindings/zlib.ts';
import type { Any } from '../../../src/runtime/host.ts';
import { createPlainHost, nodeBinding } from './plain-host.ts';

const shared = nodeBinding('zlib');
const nodeClasses = { ...shared };
const host = createPlainHost();
const ours = createZlibBinding(host);

/** Other builds of Node may compress to other bytes: their zlib is tuned for their processor. */
const knownBuild = process.platform === 'linux' && process.arch === 'x64';

type Options = zlib.ZlibOptions & { rejectGarbageAfterEnd?: boolean };
type SyncName =
  | 'gzipSync'
  | 'gunzipSync'
  | 'deflateSync'
  | 'inflateSync'
  | 'deflateRawSync'
  | 'inflateRawSync'
  | 'unzipSync';

function use(binding: typeof ours): void {
  shared['Zlib'] = binding['Zlib'];
}

afterEach(() => use(nodeClasses));

function describeError(error: unknown): object {
  const { message, code, errno } = error as Error & { code?: string; errno?: number };
  return { message, code, errno };
}

/** The bytes in hexadecimal, or the error, with real Node's binding and then with ours. */
function both(
  run: (library: Record<SyncName, (data: Buffer, options?: Options) => Buffer>) => Buffer,
): unknown[] {
  return [nodeClasses, ours].map((binding) => {
    use(binding);
    try {
      return run(zlib as Any).toString('hex');
    } catch (error) {
      return describeError(error);
    }
  });
}

function expectSame(run: Parameters<typeof both>[0]): void {
  const [nodes, mine] = both(run);
  expect(mine).toEqual(nodes);
}

const data = fc
  .oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ maxLength: 2000, unit: fc.constantFrom('a', 'b', 'abc', ' the ', '\n') }),
    fc.nat(150_000).map((length) => Buffer.alloc(length, 'hello world ')),
    fc.nat(60_000).map((length) => {
      const bytes = Buffer.alloc(length);
      for (let i = 0, seed = length | 1; i < length; i++) {
        seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
        bytes[i] = (seed >> 16) & (i % 3 ? 255 : 15);
      }
      return bytes;
    }),
  )
  .map((value) => Buffer.from(value as Buffer));

const settings = fc.record(
  {
    level: fc.integer({ min: -1, max: 9 }),
    windowBits: fc.integer({ min: 9, max: 15 }),
    memLevel: fc.integer({ min: 1, max: 9 }),
    strategy: fc.nat(4),
    chunkSize: fc.constantFrom(64, 100, 1000, 16384),
  },
  { requiredKeys: [] },
);

const pairs = [
  ['gzipSync', 'gunzipSync'],
  ['deflateSync', 'inflateSync'],
  ['deflateRawSync', 'inflateRawSync'],
  ['gzipSync', 'unzipSync'],
  ['deflateSync', 'unzipSync'],
] as const;
const pair = fc.constantFrom(...pairs);

describe('zlib on this binding', () => {
  it.runIf(knownBuild)(
    'compresses to the very bytes of Node, with any level, strategy, window and memory',
    () => {
      fc.assert(
        fc.property(pair, data, settings, ([pack], bytes, options) =>
          expectSame((library) => library[pack](bytes, options)),
        ),
        { numRuns: 200 },
      );
    },
  );

  it('gives back what was compressed, through output buffers of any size', () => {
    fc.assert(
      fc.property(pair, data, settings, ([pack, unpack], bytes, options) => {
        use(nodeClasses);
        const packed = (zlib as Any)[pack](bytes, options);
        use(ours);
        const { chunkSize = 16384, windowBits = 15 } = options;
        expect((zlib as Any)[unpack](packed, { chunkSize, windowBits })).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('fails on damaged input with the message, code and number of Node, or gives the same bytes', () => {
    const damage = fc.constantFrom('flip', 'cut', 'append', 'insert', 'replace');
    const finishFlush = fc.constantFrom(undefined, 0, 2, 4);
    fc.assert(
      fc.property(
        pair,
        data,
        fc.nat(),
        fc.nat(255),
        damage,
        finishFlush,
        ([pack, unpack], bytes, place, value, kind, finish) => {
          use(nodeClasses);
          let packed: Buffer = Buffer.from((zlib as Any)[pack](bytes.subarray(0, 2000)));
          const at = place % packed.length;
          if (kind === 'flip') packed[at]! ^= value;
          if (kind === 'cut') packed = packed.subarray(0, at);
          if (kind === 'append') packed = Buffer.concat([packed, Buffer.from([value, 0, value])]);
          if (kind === 'insert')
            packed = Buffer.concat([packed.subarray(0, at), Buffer.from([value]), packed.subarray(at)]);
          if (kind === 'replace') packed = bytes.subarray(0, 100);
          expectSame((library) =>
            library[unpack](packed, finish === undefined ? {} : { finishFlush: finish }),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('names the errors that programs look for', () => {
    use(ours);
    const failure = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return describeError(error);
      }
    };
    expect(failure(() => zlib.gunzipSync(Buffer.from('not gzip')))).toEqual({
      message: 'incorrect header check',
      code: 'Z_DATA_ERROR',
      errno: -3,
    });
    expect(failure(() => zlib.gunzipSync(zlib.gzipSync('cut').subarray(0, 15)))).toEqual({
      message: 'unexpected end of file',
      code: 'Z_BUF_ERROR',
      errno: -5,
    });
  });

  it('uses and misses dictionaries as Node does', () => {
    const dictionary = Buffer.from('hello world');
    const given = fc.constantFrom(undefined, 'hello', 'world hello', 'hello world', '');
    fc.assert(
      fc.property(data, fc.constantFrom(...pairs.slice(1, 3)), given, (bytes, [pack, unpack], other) => {
        expectSame((library) => library[pack](bytes, { dictionary }));
        use(nodeClasses);
        const packed = (zlib as Any)[pack](bytes, { dictionary });
        expectSame((library) =>
          library[unpack](packed, other === undefined ? {} : { dictionary: Buffer.from(other) }),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('reads the members of a gzip file, and what follows them, as Node does', () => {
    const trailer = fc.constantFrom('', '\0\0', '\0x', 'x');
    fc.assert(
      fc.property(data, data, trailer, fc.boolean(), (first, second, rest, rejectGarbageAfterEnd) => {
        use(nodeClasses);
        const file = Buffer.concat([zlib.gzipSync(first), zlib.gzipSync(second), Buffer.from(rest)]);
        for (const unpack of ['gunzipSync', 'unzipSync'] as const) {
          expectSame((library) => library[unpack](file, { rejectGarbageAfterEnd }));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('computes checksums', () => {
    for (const [text, previous] of [
      ['', 0],
      ['abc', 0],
      ['é€', 7],
      ['x'.repeat(1000), 0xffffffff],
    ] as const) {
      expect(ours['crc32'](text, previous)).toBe(zlib.crc32(text, previous));
      expect(ours['crc32'](Buffer.from(text), previous)).toBe(zlib.crc32(text, previous));
    }
  });

  it('says that Brotli and Zstandard are not available when they are used', () => {
    expect(() => new ours['BrotliEncoder'](9)).toThrow(/`Brotli` is not available .* gzip/);
    expect(() => new ours['ZstdDecompress']()).toThrow(/`Zstandard` is not available/);
  });
});

interface Step {
  readonly chunk: Buffer;
  readonly flush?: number;
  readonly params?: readonly [level: number, strategy: number];
}

interface History {
  readonly output: string;
  readonly events: readonly unknown[];
  readonly bytesWritten: number;
}

/** Everything that a stream shows to the outside while it takes the steps. */
async function history(
  binding: typeof ours,
  create: () => zlib.Gzip,
  steps: readonly Step[],
): Promise<History> {
  use(binding);
  const stream = create() as zlib.Gzip & { params(level: number, strategy: number, done: () => void): void };
  const output: Buffer[] = [];
  const events: unknown[] = [];
  stream.on('data', (chunk: Buffer) => output.push(chunk));
  stream.on('error', (error) => events.push(describeError(error)));
  stream.on('end', () => events.push('end'));
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  const takeSteps = async () => {
    for (const { chunk, flush, params } of steps) {
      await new Promise((written) => stream.write(chunk, written));
      if (stream.destroyed) return;
      if (flush !== undefined) await new Promise<void>((done) => stream.flush(flush, done));
      if (params) await new Promise<void>((done) => stream.params(...params, done));
    }
    stream.end();
  };
  // A stream that ends or fails early never calls back.
  void takeSteps();
  await closed;
  return { output: Buffer.concat(output).toString('hex'), events, bytesWritten: stream.bytesWritten };
}

describe('streams of zlib on this binding', () => {
  const step = fc.record(
    {
      chunk: fc.uint8Array({ maxLength: 500, min: 97, max: 103 }).map((bytes) => Buffer.from(bytes)),
      flush: fc.nat(5),
      params: fc.tuple(fc.integer({ min: -1, max: 9 }), fc.nat(4)),
    },
    { requiredKeys: ['chunk'] },
  );

  const unpackers = {
    createGzip: 'gunzipSync',
    createDeflate: 'inflateSync',
    createDeflateRaw: 'inflateRawSync',
  } as const;
  for (const [name, unpack] of Object.entries(unpackers) as [keyof typeof unpackers, SyncName][]) {
    it.runIf(knownBuild)(
      `\`${name}\` gives the bytes of Node through flushes of every kind and changes of parameters`,
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 6 }), settings, async (steps, options) => {
            // Where a flush fills an output buffer exactly, versions of zlib differ in whether they repeat its mark.
            const create = () => zlib[name]({ ...options, chunkSize: 16384 }) as zlib.Gzip;
            const nodes = await history(nodeClasses, create, steps as Step[]);
            expect(await history(ours, create, steps as Step[])).toEqual(nodes);
          }),
          { numRuns: 100 },
        );
      },
      30_000,
    );

    it(`\`${name}\` loses nothing through tiny output buffers`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 6 }), settings, async (steps, options) => {
          // What follows the end of a stream is not part of it.
          const open = (steps as Step[]).map((one) => (one.flush === 4 ? { ...one, flush: 3 } : one));
          const create = () => zlib[name]({ ...options, chunkSize: 64 }) as zlib.Gzip;
          const { output } = await history(ours, create, open);
          use(nodeClasses);
          const { windowBits = 15 } = options;
          const unpacked = (zlib as Any)[unpack](Buffer.from(output, 'hex'), { windowBits });
          expect(unpacked).toEqual(Buffer.concat(open.map((one) => one.chunk)));
        }),
        { numRuns: 60 },
      );
    }, 30_000);
  }

  const readers = [
    ['createGunzip', 'gzipSync'],
    ['createInflate', 'deflateSync'],
    ['createInflateRaw', 'deflateRawSync'],
    ['createUnzip', 'gzipSync'],
    ['createUnzip', 'deflateSync'],
  ] as const;
  for (const [name, pack] of readers) {
    it(`\`${name}\` takes what \`${pack}\` made in pieces, whole or damaged, as Node does`, async () => {
      const damage = fc.constantFrom('none', 'flip', 'cut', 'append');
      await fc.assert(
        fc.asyncProperty(
          data,
          fc.array(fc.nat(40), { maxLength: 8 }),
          damage,
          fc.nat(255),
          async (bytes, cuts, kind, value) => {
            use(nodeClasses);
            let packed: Buffer = Buffer.from(zlib[pack](bytes.subarray(0, 500)));
            if (kind === 'flip') packed[packed.length >> 1]! ^= value;
            if (kind === 'cut') packed = packed.subarray(0, packed.length >> 1);
            if (kind === 'append') packed = Buffer.concat([packed, Buffer.from([value, 1])]);
            const steps: Step[] = [];
            let at = 0;
            for (const cut of cuts) steps.push({ chunk: packed.subarray(at, (at += cut)) });
            steps.push({ chunk: packed.subarray(at) });
            const create = () => zlib[name]() as unknown as zlib.Gzip;
            expect(await history(ours, create, steps)).toEqual(await history(nodeClasses, create, steps));
          },
        ),
        { numRuns: 100 },
      );
    }, 30_000);
  }

  it('hold the process up while a write is in progress, and let it go afterwards', async () => {
    use(ours);
    const stream = zlib.createGzip();
    const before = host.references.count;
    stream.end('x'.repeat(10_000));
    await new Promise((next) => process.nextTick(next));
    expect(host.references.count).toBeGreaterThan(before);
    stream.resume();
    await once(stream, 'close');
    expect(host.references.count).toBe(before);
  });
});
