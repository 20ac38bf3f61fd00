import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogBuffer } from '../../src/workbench/log-buffer.ts';

const texts = (log: LogBuffer): string[] => log.lines.map(({ stream, text }) => `${stream} ${text}`);

test('a line that arrives in pieces is one line', () => {
  const log = new LogBuffer();
  for (const data of ['he', 'llo\nwor', 'ld', '\n']) log.append({ stream: 'stdout', data });
  expect(texts(log)).toEqual(['stdout hello', 'stdout world']);
});

test('a piece of the other stream ends an open line, and the order of writing stays', () => {
  const log = new LogBuffer();
  log.append({ stream: 'stdout', data: 'one' });
  log.append({ stream: 'stderr', data: 'Error\n' });
  log.append({ stream: 'stdout', data: 'two\n' });
  expect(texts(log)).toEqual(['stdout one', 'stderr Error', 'stdout two']);
});

test('an empty line is kept, and Windows line ends are ends', () => {
  const log = new LogBuffer();
  log.append({ stream: 'stdout', data: 'a\r\n\r\nb\n' });
  expect(texts(log)).toEqual(['stdout a', 'stdout ', 'stdout b']);
});

test('colours are taken out', () => {
  const log = new LogBuffer();
  log.append({ stream: 'stdout', data: '\u001b[32mgreen\u001b[39m\u001b[2K\n' });
  expect(texts(log)).toEqual(['stdout green']);
});

test('of a million lines the last ones are kept and the rest is counted', () => {
  const log = new LogBuffer({ lines: 100, lineLength: 50 });
  for (let i = 0; i < 10_000; i++) {
    log.append({
      stream: 'stdout',
      data: Array.from({ length: 100 }, (_, j) => `${i * 100 + j}\n`).join(''),
    });
  }
  expect(log.lines.length).toBeLessThanOrEqual(110);
  expect(log.lines.at(-1)?.text).toBe('999999');
  expect(log.dropped + log.lines.length).toBe(1_000_000);
});

test('a line without an end is cut, and grows no further', () => {
  const log = new LogBuffer({ lines: 10, lineLength: 20 });
  for (let i = 0; i < 1000; i++) log.append({ stream: 'stdout', data: 'x'.repeat(1000) });
  expect(log.lines).toHaveLength(1);
  expect(log.lines[0]?.text.length).toBeLessThan(60);
});

test('however a text is cut into pieces, the lines are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' ') })), (pieces) => {
      const log = new LogBuffer();
      for (const data of pieces) log.append({ stream: 'stdout', data });
      const whole = pieces.join('');
      const lines = whole.split('\n');
      if (lines.at(-1) === '') lines.pop();
      expect(log.lines.map(({ text }) => text)).toEqual(lines);
    }),
  );
});
