import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogBuffer, type LogLine } from '../../src/workbench/log-buffer.ts';
import { type LogFilter, LogRows, noFilter } from '../../src/workbench/log-rows.ts';

const none: ReadonlySet<number> = new Set();
const frame = (where: string): string => `    at run (${where}:10:5)`;

function logOf(...lines: readonly string[]): LogBuffer {
  const log = new LogBuffer();
  lines.forEach((line, i) => {
    log.append(
      { stream: line.startsWith('!') ? 'stderr' : 'stdout', data: `${line.replace(/^!/, '')}\n` },
      1000 + i,
    );
  });
  return log;
}

function told(log: LogBuffer, filter: LogFilter = noFilter, opened = none): string[] {
  return new LogRows()
    .update(log.lines, filter, opened)
    .map((row) => (row.kind === 'folded' ? `… ${row.lines.length}` : row.facts.message));
}

const crash = logOf(
  '!Error: gone',
  `!${frame('file:///home/learner/app/server.mjs')}`,
  `!${frame('/home/learner/node_modules/express/lib/x.js')}`,
  `!${frame('node:internal/process')}`,
  'after',
);

test('frames of libraries are folded into one row, and those of the learner stay', () => {
  expect(told(crash)).toEqual(['Error: gone', frame('file:///home/learner/app/server.mjs'), '… 2', 'after']);
  const [, own] = new LogRows().update(crash.lines, noFilter, none);
  expect(own).toMatchObject({ facts: { place: { file: 'server.mjs', line: 10, column: 5 } } });
});

test('a row that was opened shows its frames', () => {
  const ids = new Set(crash.lines.map(({ id }) => id));
  expect(told(crash, noFilter, ids)).toHaveLength(5);
});

test('a record of pino says its level, message and request', () => {
  const log = logOf('{"level":50,"time":1,"reqId":"r-7","err":{"message":"no money"},"msg":"failed"}');
  const [row] = new LogRows().update(log.lines, noFilter, none);
  expect(row).toMatchObject({ facts: { level: 'error', message: 'failed', requestId: 'r-7' } });
});

test('by level, by text, and with the frames that belong to a line', () => {
  const log = logOf(
    '{"level":30,"msg":"fine"}',
    '{"level":40,"msg":"slow"}',
    '!Error: gone',
    `!${frame('/home/learner/app/a.mjs')}`,
  );
  expect(told(log, { ...noFilter, level: 'warn' })).toEqual([
    'slow',
    'Error: gone',
    frame('/home/learner/app/a.mjs'),
  ]);
  expect(told(log, { ...noFilter, text: 'GONE' })).toEqual(['Error: gone', frame('/home/learner/app/a.mjs')]);
});

test('of a request: its lines, with the frames that belong to them', () => {
  const log = logOf('before', '!Error: mine', `!${frame('/home/learner/app/a.mjs')}`, 'after');
  const belongs = ({ text }: LogLine): boolean => text.includes('mine');
  expect(told(log, { ...noFilter, belongs })).toEqual(['Error: mine', frame('/home/learner/app/a.mjs')]);
});

test('brought up to date in any steps, the rows are those of the whole log', () => {
  const line = fc.constantFrom(
    'plain',
    '!Error: x',
    `!${frame('node:x')}`,
    '{"level":30,"msg":"m"}',
    '  more',
  );
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 12 }), (parts) => {
      const log = new LogBuffer({ lines: 10, lineLength: 100 });
      const rows = new LogRows();
      for (const part of parts) {
        for (const text of part) {
          log.append({
            stream: text.startsWith('!') ? 'stderr' : 'stdout',
            data: `${text.replace(/^!/, '')}\n`,
          });
        }
        rows.update(log.lines, noFilter, none);
      }
      const whole = new LogRows().update(log.lines, noFilter, none);
      const shape = (all: typeof whole) =>
        all.flatMap((row) => (row.kind === 'line' ? [row.line.id] : row.lines.map(({ id }) => id)));
      const kept = new Set(log.lines.map(({ id }) => id));
      expect(shape(rows.rows).filter((id) => kept.has(id))).toEqual(shape(whole));
    }),
  );
});
