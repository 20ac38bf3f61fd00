import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInline, plainText } from '../../src/course/inline-markdown.ts';

describe('inline Markdown', () => {
  test('code, emphasis, strong and links are told apart, and may stand inside each other', () => {
    expect(parseInline('Use `next(err)`, **never *both***; see [the `docs`](/docs#a).')).toEqual([
      [
        { kind: 'text', text: 'Use ' },
        { kind: 'code', text: 'next(err)' },
        { kind: 'text', text: ', ' },
        {
          kind: 'strong',
          children: [
            { kind: 'text', text: 'never ' },
            { kind: 'emphasis', children: [{ kind: 'text', text: 'both' }] },
          ],
        },
        { kind: 'text', text: '; see ' },
        {
          kind: 'link',
          href: '/docs#a',
          children: [
            { kind: 'text', text: 'the ' },
            { kind: 'code', text: 'docs' },
          ],
        },
        { kind: 'text', text: '.' },
      ],
    ]);
  });

  test('an empty line makes a paragraph, a line end a space', () => {
    expect(parseInline('one\ntwo\n\nthree')).toEqual([
      [{ kind: 'text', text: 'one two' }],
      [{ kind: 'text', text: 'three' }],
    ]);
  });

  test('a mark without its partner, and stars in code, are text', () => {
    expect(plainText('2 * 3 * 4 and `a * b` and **')).toBe('2 * 3 * 4 and a * b and **');
  });

  test('a link can lead nowhere dangerous', () => {
    expect(parseInline('[x](javascript:alert(1))')[0]?.some(({ kind }) => kind === 'link')).toBe(false);
  });

  test('no text makes it fail or lose letters', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const letters = (all: string): string => all.replace(/[^a-z]/gi, '');
        fc.pre(!text.includes(']('));
        expect(letters(plainText(text))).toBe(letters(text));
      }),
    );
  });
});
