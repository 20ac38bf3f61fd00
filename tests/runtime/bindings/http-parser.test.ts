import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyPart, requests, responses } from './http-messages.ts';
import { parsers, type Run, transcript } from './http-parser-oracle.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

function expectSame(pieces: readonly Uint8Array[], run: Run): void {
  expect(transcript('own', pieces, run)).toEqual(transcript('node', pieces, run));
}

function expectSameWholeAndByteByByte(text: string, run: Run): void {
  const bytes = bytesOf(text);
  const each = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
  expectSame([bytes], run);
  expectSame(each, run);
}

function expectSameSplitAnywhere(text: string, run: Run): void {
  const bytes = bytesOf(text);
  for (let at = 1; at < bytes.length; at++) expectSame([bytes.subarray(0, at), bytes.subarray(at)], run);
}

/** Every lenient rule alone, and all of them; that for field values makes Node's own parser hang on a NUL byte. */
function lenientRules(text: string): number[] {
  const rules = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1023];
  return text.includes('\0') ? rules : [...rules, 1024];
}

describe('the parser calls back as Node’s own does', () => {
  test.each(requests)('for the request %j', (text) => {
    expectSameSplitAnywhere(text, { type: 'request' });
    for (const answers of [[0], [2]]) expectSameWholeAndByteByByte(text, { type: 'request', answers });
    for (const lenient of lenientRules(text))
      expectSameWholeAndByteByByte(text, { type: 'request', lenient });
  });

  test.each(responses)('for the response %j', (text) => {
    expectSameSplitAnywhere(text, { type: 'response' });
    for (const answers of [[0], [1], [2], [3]])
      expectSameWholeAndByteByByte(text, { type: 'response', answers });
    for (const lenient of lenientRules(text))
      expectSameWholeAndByteByByte(text, { type: 'response', lenient });
  });

  test.each([10, 11, 12, 13, 20])('with a limit of %d bytes for the head', (maxHeaderSize) => {
    expectSameWholeAndByteByByte('GET /abc HTTP/1.1\r\nhost: abc\r\n\r\nGET / HTTP/1.1\r\n\r\n', {
      type: 'request',
      maxHeaderSize,
    });
    expectSameWholeAndByteByByte('HTTP/1.1 200 OKAY\r\nhost: abc\r\n\r\n', {
      type: 'response',
      maxHeaderSize,
    });
  });

  test.each([1, 30, 31, 32, 33, 62, 63, 64, 100])(
    'with %d header lines, and on the same connection again',
    (count) => {
      const lines = Array.from({ length: count }, (_, i) => `h${i}: ${i}\r\n`).join('');
      const chunked = `POST /1 HTTP/1.1\r\n${lines}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n${lines}\r\n`;
      const text = `GET / HTTP/1.1\r\n${lines}\r\n${chunked}GET /2 HTTP/1.1\r\nA: b\r\n\r\n`;
      expectSame([bytesOf(text)], { type: 'request' });
      for (let at = 1; at < text.length; at += 7) {
        expectSame([bytesOf(text.slice(0, at)), bytesOf(text.slice(at))], { type: 'request' });
      }
    },
  );

  test.each([
    `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
    `GET / HTTP/1.1\r\nA: ${'b'.repeat(20_000)}\r\n\r\n`,
    `GET / HTTP/1.1\r\n${'a'.repeat(20_000)}: b\r\n\r\n`,
    `GET / HTTP/1.1\r\nA: ${' '.repeat(20_000)}\r\n\r\n`,
    `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;${'a'.repeat(16_385)}\r\nhello\r\n`,
    `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;${'a'.repeat(16_000)}=${'b'.repeat(500)}\r\nhello\r\n`,
    `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;${'a'.repeat(16_000)}\r\nhello\r\n5;${'a'.repeat(16_000)}\r\nhello\r\n`,
  ])('for what is too large, case %#', (text) => {
    const bytes = bytesOf(text);
    expectSame([bytes], { type: 'request' });
    for (const size of [1, 7, 1000, 16_384]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expectSame(pieces, { type: 'request' });
    }
  });
});

const pieceSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

const alphabet = '\r\n \t:;,/?#"\\=%@[]()\x00\x01\x7f\x80\xff0159aFgXcHTP.-_kloseupgrad';
const hostile = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 6 });

interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}
const mutation: fc.Arbitrary<Mutation> = fc.record({ at: fc.nat(600), remove: fc.nat(4), insert: hostile });

function mutated(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((result, { at, remove, insert }) => {
    const index = at % (result.length + 1);
    return result.slice(0, index) + insert + result.slice(index + remove);
  }, text);
}

describe('on hostile input', () => {
  test.each(everyPart)('every byte in every place of a %s is judged as Node judges it: %j', (type, text) => {
    const bytes = bytesOf(text);
    for (let at = 0; at <= bytes.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from([byte]),
          bytes.subarray(at + (byte & 1)),
        ]);
        const [own, node] = [transcript('own', [changed], { type }), transcript('node', [changed], { type })];
        if (own.join('\n') !== node.join('\n'))
          expect([changed.toString('latin1'), own]).toEqual([changed, node]);
      }
    }
  });

  const seconds = 60_000;

  test.each([
    ['request', requests],
    ['response', responses],
  ] as const)('mutated %ss are judged as Node judges them', { timeout: seconds }, (type, corpus) => {
    const property = fc.property(
      fc.constantFrom(...corpus.filter((text) => text.length < 600)),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      pieceSizes,
      fc.constantFrom(0, 0, 0, 1, 8, 64, 256, 1023),
      fc.constantFrom(0, 0, 1, 2),
      (text, mutations, sizes, lenient, answer) => {
        expectSame(cut(bytesOf(mutated(text, mutations)), sizes), { type, lenient, answers: [answer] });
      },
    );
    fc.assert(property, { numRuns: 20_000 });
  });

  test('a stream of messages does not depend on how it was cut', () => {
    const parts = requests.filter((text) => {
      const lines = transcript('node', [bytesOf(text)], { type: 'request' });
      return lines.at(-1) === 'end' && lines.at(-2) === `executed ${text.length}`;
    });
    expect(parts.length).toBeGreaterThan(10);
    const merged = (lines: readonly string[]) =>
      lines
        .filter((line) => !line.startsWith('executed'))
        .join('\n')
        .replaceAll('\nbody ', '');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 4 }),
        pieceSizes,
        (texts, sizes) => {
          const bytes = bytesOf(texts.join(''));
          expectSame(cut(bytes, sizes), { type: 'request' });
          const whole = transcript('own', [bytes], { type: 'request' });
          if (bytes.length > 0 && !whole.some((line) => line.startsWith('headers'))) {
            const bodies = (lines: readonly string[]) => merged(lines).replaceAll(/ \d+$/gm, '');
            expect(bodies(whole).includes('error')).toBe(
              bodies(transcript('own', cut(bytes, sizes), { type: 'request' })).includes('error'),
            );
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('beyond the callbacks', () => {
  const create = (type = parsers.own.REQUEST) => {
    const parser = new parsers.own();
    parser.initialize(type, {});
    return parser;
  };

  test('an error has the properties that `_http_server` reads', () => {
    const error = create().execute(bytesOf('GARBAGE\r\n'));
    expect(error).toMatchObject({
      message: 'Parse Error',
      code: 'HPE_INVALID_METHOD',
      reason: 'Invalid method encountered',
      bytesParsed: 1,
    });
  });

  test('a parser that is paused refuses input until it resumes', () => {
    const parser = create();
    parser.pause();
    expect(parser.execute(bytesOf('GET / HTTP/1.1\r\n'))).toMatchObject({
      code: 'HPE_PAUSED',
      reason: 'Paused',
    });
    parser.resume();
    expect(parser.execute(bytesOf('GET / HTTP/1.1\r\n'))).toBe(16);
  });

  test('what a callback throws comes out, and the parser is done', () => {
    const parser = create();
    parser[parsers.own.kOnHeadersComplete] = () => {
      throw new Error('from the handler');
    };
    expect(() => parser.execute(bytesOf('GET / HTTP/1.1\r\n\r\n'))).toThrow('from the handler');
    expect(parser.execute(bytesOf('GET / HTTP/1.1\r\n\r\n'))).toBeInstanceOf(Error);
  });

  test('NUL in a field value ends the parsing also under the relaxed rule, where Node’s own parser never returns', () => {
    const parser = new parsers.own();
    parser.initialize(parsers.own.REQUEST, {}, 0, parsers.own.kLenientHeaderValueRelaxed);
    const error = parser.execute(bytesOf('GET / HTTP/1.1\r\nA: b\0c\r\n\r\n'));
    expect(error).toMatchObject({ code: 'HPE_INVALID_HEADER_TOKEN', reason: 'Invalid header value char' });
  });
});
