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

test('a text that only a frame or a field holds finds the error with all that belongs to it', () => {
  const log = logOf(
    '!Error: gone',
    `!${frame('/home/learner/app/a.mjs')}`,
    `!${frame('/home/learner/app/b.mjs')}`,
    '!  code: 7',
    'after',
    `!${frame('/home/learner/app/b.mjs')}`,
  );
  const whole = [
    'Error: gone',
    frame('/home/learner/app/a.mjs'),
    frame('/home/learner/app/b.mjs'),
    '  code: 7',
  ];
  expect(told(log, { ...noFilter, text: 'A.mjs:10' })).toEqual(whole);
  expect(told(log, { ...noFilter, text: 'code: 7' })).toEqual(whole);
  expect(told(log, { ...noFilter, text: 'code: 7', level: 'fatal' })).toEqual([]);
  expect(told(log, { ...noFilter, text: 'nowhere' })).toEqual([]);
});

test('a line that grows until it holds the text is found', () => {
  const log = new LogBuffer();
  const rows = new LogRows();
  const filter = { ...noFilter, text: 'whole' };
  log.append({ stream: 'stdout', data: 'the wh' });
  expect(rows.update(log.lines, filter, none)).toEqual([]);
  log.append({ stream: 'stdout', data: 'ole of it' });
  expect(rows.update(log.lines, filter, none)).toHaveLength(1);
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
  const texts = fc.constantFrom('', 'more', 'x', 'plain');
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 12 }), texts, (parts, text) => {
      const log = new LogBuffer({ lines: 10, lineLength: 100 });
      const rows = new LogRows();
      const filter = text === '' ? noFilter : { ...noFilter, text };
      for (const part of parts) {
        for (const text of part) {
          log.append({
            stream: text.startsWith('!') ? 'stderr' : 'stdout',
            data: `${text.replace(/^!/, '')}\n`,
          });
        }
        rows.update(log.lines, filter, none);
      }
      const whole = new LogRows().update(log.lines, filter, none);
      const shape = (all: typeof whole) =>
        all.flatMap((row) => (row.kind === 'line' ? [row.line.id] : row.lines.map(({ id }) => id)));
      // What belongs to a line that is not kept any more went where that one went.
      const first = log.lines.find((each) => !each.text.startsWith(' '))?.id ?? Number.POSITIVE_INFINITY;
      const later = (ids: readonly number[]) => ids.filter((id) => id >= first);
      expect(later(shape(rows.rows))).toEqual(later(shape(whole)));
    }),
  );
});
