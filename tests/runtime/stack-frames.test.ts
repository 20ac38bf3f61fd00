import { describe, expect, it } from 'vitest';
import { arrowMessage, throwOf, topFrame } from '../../src/runtime/stack-frames.ts';

const source = 'const a = 1\n\tif (a) throw new Error("no")\nb()';
const read = (name: string) => (name === '/app/a.js' ? source : undefined);

describe('topFrame', () => {
  it.each([
    [
      'Error: x\n    at f (/app/a.js:3:7)\n    at g (/app/b.js:1:1)',
      { name: '/app/a.js', line: 3, column: 7 },
    ],
    ['Error: x\n    at file:///app/a.mjs:1:2', { name: 'file:///app/a.mjs', line: 1, column: 2 }],
    [
      'Error: x\n    at async Promise.all (index 0)\n    at node:events:5:3',
      { name: 'node:events', line: 5, column: 3 },
    ],
  ])('finds the first place with a name in %j', (stack, place) => {
    expect(topFrame(stack)).toEqual(place);
  });

  it('finds nothing in what is no stack', () => {
    expect(topFrame('Error: at home (really)')).toBeUndefined();
    expect(topFrame(undefined)).toBeUndefined();
  });
});

describe('arrowMessage', () => {
  it('prints the line with a caret below the column, and keeps tabs', () => {
    expect(arrowMessage({ name: '/app/a.js', line: 2, column: 9 }, read)).toBe(
      '/app/a.js:2\n\tif (a) throw new Error("no")\n\t       ^\n',
    );
  });

  it('prints nothing for a script that cannot be read', () => {
    expect(arrowMessage({ name: '/app/gone.js', line: 2, column: 9 }, read)).toBeUndefined();
  });
});

describe('throwOf', () => {
  it('goes from a new error back to its throw', () => {
    expect(throwOf({ name: '/app/a.js', line: 2, column: 15 }, read)).toEqual({
      name: '/app/a.js',
      line: 2,
      column: 9,
    });
  });

  it('leaves any other place alone', () => {
    expect(throwOf({ name: '/app/a.js', line: 3, column: 1 }, read)).toEqual({
      name: '/app/a.js',
      line: 3,
      column: 1,
    });
  });
});
