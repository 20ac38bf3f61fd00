import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnsi } from '../../src/workbench/ansi.ts';

test('a text without colours is itself', () => {
  expect(readAnsi('plain')).toEqual({ text: 'plain', spans: undefined });
});

test('colours, bright ones and weights are told by their place', () => {
  const { text, spans } = readAnsi('\u001b[31mred\u001b[39m \u001b[1;92mgreen\u001b[0m end');
  expect(text).toBe('red green end');
  expect(spans).toMatchObject([
    { from: 0, to: 3, colour: 'red', bold: false },
    { from: 4, to: 9, colour: 'green', bold: true },
  ]);
});

test('a colour out of 256 does not change what follows, and movements of the cursor are left out', () => {
  expect(readAnsi('\u001b[38;5;31mx\u001b[2K\u001b]0;title\u0007y').text).toBe('xy');
  expect(readAnsi('\u001b[38;5;31mx').spans).toBeUndefined();
});

test('whatever a program writes, the spans lie in the text and in order', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom('\u001b[31m', '\u001b[0m', '\u001b[1m', '\u001b[', '\u001b', '\u001b[999;;m'),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const { text, spans = [] } = readAnsi(pieces.join(''));
      let at = 0;
      for (const { from, to } of spans) {
        expect(from).toBeGreaterThanOrEqual(at);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
        at = to;
      }
    }),
  );
});
