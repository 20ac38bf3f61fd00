import { describe, expect, test } from 'vitest';
import { hasProjectFrame, logRecords } from '../../src/checks/log-records.ts';
import type { OutputChunk } from '../../src/engine/engine.ts';

const err = (data: string, at = 0): OutputChunk => ({ stream: 'stderr', data, at });
const out = (data: string, at = 0): OutputChunk => ({ stream: 'stdout', data, at });
const texts = (chunks: OutputChunk[]): string[] => logRecords(chunks).map(({ text }) => text);

const stack = `Error: no
    at read (file:///tmp/x/server.mjs:3:9)
    at Layer.handle (/x/node_modules/router/lib/layer.js:1:2) {
  code: 'E1',
  [cause]: TypeError: deep
      at file:///tmp/x/server.mjs:1:1
}
`;

describe('records', () => {
  test('a stack with its properties and its cause is one record', () => {
    expect(texts([err(`${stack}next line\n`)])).toEqual([stack.trimEnd(), 'next line']);
  });

  test('pieces are put together, whatever they were cut into', () => {
    const whole = `${stack}{"level":50,"msg":"a"}\n{"level":30}\nplain\n`;
    const pieces = [...whole].map((letter, i) => err(letter, i));
    expect(texts(pieces)).toEqual(texts([err(whole)]));
    expect(texts(pieces)).toHaveLength(4);
  });

  test('the streams do not mix, and the order is that of beginning', () => {
    expect(texts([err('a', 1), out('b\n', 2), err('c\n', 3), out('d\n', 4)])).toEqual(['b', 'ac', 'd']);
  });

  test('JSON over several lines is one record', () => {
    const [record] = logRecords([out(`${JSON.stringify({ level: 'warn', a: [1, { b: 2 }] }, null, 2)}\n`)]);
    expect(record).toMatchObject({ level: 'warn', json: { a: [1, { b: 2 }] } });
  });

  test('JSON lines stand alone, even right after each other', () => {
    expect(logRecords([out('{"a":1}\n{"b":2}\n  indented\n')]).map(({ json, text }) => json ?? text)).toEqual(
      [{ a: 1 }, { b: 2 }, '  indented'],
    );
  });
});

describe('levels', () => {
  test.each([
    [out('{"level":50,"msg":"x"}\n'), 'error'],
    [out('{"level":"WARN"}\n'), 'warn'],
    [err('{"level":"info"}\n'), 'info'],
    [out('{"severity":"critical"}\n'), 'fatal'],
    [out('{"severityText":"WARN"}\n'), 'warn'],
    [out('{"log":{"level":"error"}}\n'), 'error'],
    [out('{"log.level":"debug"}\n'), 'debug'],
    [err('{"msg":"no level"}\n'), 'error'],
    [out('{"msg":"no level"}\n'), 'info'],
    [out('2026-01-01T00:00:00Z ERROR it broke\n'), 'error'],
    [err('[warn] a typing mistake\n'), 'warn'],
    [err('TypeError: x\n'), 'error'],
    [out('Error: x\n'), 'info'],
    [out('no ERRORS here\n'), 'info'],
  ])('%j is %s', (chunk, level) => {
    expect(logRecords([chunk])[0]?.level).toBe(level);
  });
});

describe('frames of the project', () => {
  const has = (text: string, files = ['server.mjs', 'routes/books.mjs']): boolean =>
    hasProjectFrame(logRecords([err(`${text}\n`)])[0]!, files);

  test.each([
    ['Error: x\n    at read (file:///tmp/a/app/server.mjs:3:9)', true],
    ['Error: x\n    at /app/routes/books.mjs:3:9', true],
    [JSON.stringify({ err: { stack: 'Error: x\n    at file:///app/server.mjs:3:9' } }), true],
    [JSON.stringify({ frames: ['file:///app/server.mjs:3:9'] }), true],
    ['read@file:///app/server.mjs:3:9', true],
    ['Error: x in server.mjs', false],
    ['Error: x\n    at /app/node_modules/y/server.mjs:3:9', false],
    ['Error: x\n    at node:internal/server.mjs:3:9', false],
    ['Error: x\n    at /app/other-server.mjs:3:9', false],
    ['Error: x', false],
  ])('%j: %s', (text, expected) => {
    expect(has(text)).toBe(expected);
  });
});
