import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SourceEdits } from '../../../src/runtime/transform/source-edits.ts';

/** Where `marker` stands, from 1. */
function placeOf(text: string, marker: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(marker)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

describe('edited code', () => {
  test('puts wider insertions around narrower ones, and what closes before what opens', () => {
    const edits = new SourceEdits('ab');
    edits.wrap(0, 1, '(', ')');
    edits.wrap(0, 2, '[', ']');
    edits.wrap(1, 2, '<', '>');
    edits.wrap(0, 1, '{', '}');
    edits.before(0, '^');
    edits.after(2, '$');
    expect(edits.apply().code).toBe('^[({a})<b>]$');
  });

  test('keeps the lines of what it blanks', () => {
    const edits = new SourceEdits('import {\n  a,\n} from "b"; c');
    edits.blank(0, 24, ';');
    expect(edits.apply().code).toBe(';       \n    \n          ; c');
  });

  test('refuses edits that overlap', () => {
    const edits = new SourceEdits('abc');
    edits.replace(0, 2, 'x');
    edits.replace(1, 3, 'y');
    expect(() => edits.apply()).toThrow('two edits overlap at offset 1');
  });

  test('knows where every kept character was, and that headers and footers were nowhere', () => {
    const word = fc.integer({ min: 0, max: 9 }).map(String);
    const source = fc.array(fc.constantFrom('\n', ' ', 'word'), { minLength: 1, maxLength: 30 });
    const inserts = fc.array(fc.tuple(fc.nat(), word), { maxLength: 12 });
    fc.assert(
      fc.property(source, inserts, fc.boolean(), (parts, list, hasHeader) => {
        // Every word is its own marker.
        const text = parts.map((part, index) => (part === 'word' ? `<${index}>` : part)).join('');
        const edits = new SourceEdits(text);
        const markers = [...text.matchAll(/<\d+>/g)];
        for (const [at, inserted] of list) {
          const marker = markers[at % (markers.length || 1)];
          if (marker) edits.wrap(marker.index, marker.index + marker[0].length, inserted, inserted);
        }
        const { code, positions } = edits.apply(hasHeader ? 'header;' : '', 'footer');
        expect(code.split('\n').length).toBe(text.split('\n').length + 1);
        for (const [marker] of markers) {
          const { line, column } = placeOf(code, marker);
          expect(positions.original(line, column)).toEqual(placeOf(text, marker));
        }
        const { line, column } = placeOf(code, 'footer');
        expect(positions.original(line, column)).toBeUndefined();
        if (hasHeader) expect(positions.original(1, 1)).toBeUndefined();
      }),
    );
  });
});
