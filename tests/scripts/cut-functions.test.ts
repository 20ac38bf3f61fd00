import { expect, test } from 'vitest';
import { cutFunctions, noteCalls } from '../../scripts/cut-functions.mjs';
import { type Cut, CutFunctions, completeCut, isStandIn } from '../../src/runtime/cut-functions.ts';

const SOURCE = `'use strict';
const secret = 'seen from inside';
function plain(a, b) {
  // a body that is long enough to be worth a cut, or nothing is gained
  return [secret, this?.own, a, b, arguments.length];
}
const defaults = function(a, { b = 2 } = {}, ...rest) {
  if (a === 'fail') throw new Error('from a line of its own, far from the beginning');
  return [secret, a, b, ...rest];
};
class Holder {
  #hidden = 'hidden';
  constructor() { this.made = 'by a constructor that is never cut, whatever it is made of'; }
  get hidden() { return [this.#hidden, 'through a body that is compiled apart from its class'][0]; }
  later = () => { return [this.#hidden, 'an arrow function keeps the object it was made for'][0]; };
}
const counters = [1, 2].map((start) => {
  let count = start;
  return function next(step) { count += step; return ['each of them has variables of its own', count][1]; };
});
async function waits() { await 0; return 'an asynchronous function stays whole, so that its ticks do'; }
return { plain, defaults, Holder, counters, waits };
`;

const NAME = 'node:test/cut';
const { code, cuts: found } = cutFunctions(SOURCE, (key: string) => key === 'counters');
const cuts = found as unknown as Cut[];
const completed = completeCut(NAME, code);

function run(text: string) {
  const functions = new CutFunctions(() => ({ source: SOURCE, cuts }));
  return new Function('$c', text)({ L: functions.call, M: functions.load });
}

test('functions whose bodies come later do what they did', async () => {
  const whole = run(SOURCE);
  const cut = run(completed);
  for (const { plain, defaults, Holder, counters, waits } of [whole, cut]) {
    expect(plain.call({ own: 1 }, 2, 3)).toEqual(['seen from inside', 1, 2, 3, 2]);
    expect(defaults(1, undefined, 3, 4)).toEqual(['seen from inside', 1, 2, 3, 4]);
    expect([plain.length, defaults.length, plain.name, defaults.name]).toEqual([2, 1, 'plain', 'defaults']);
    const holder = new Holder();
    expect([holder.made.slice(0, 2), holder.hidden, holder.later.call(undefined)]).toEqual([
      'by',
      'hidden',
      'hidden',
    ]);
    expect(counters.map((next: (step: number) => number) => next(10))).toEqual([11, 12]);
    expect(counters.map((next: (step: number) => number) => next(10))).toEqual([21, 22]);
    expect(await waits()).toContain('stays whole');
  }
});

test('what was not called is shorter, and its lines are where they were', () => {
  expect(cuts).toHaveLength(5);
  expect(code.length).toBeLessThan(SOURCE.length);
  const lines = (text: string) => text.split('\n');
  expect(lines(code)).toHaveLength(lines(SOURCE).length);
  expect(lines(completed)[20]).toBe(lines(SOURCE)[20]);
  const { line, column } = { line: 3, column: (lines(completed)[2] as string).indexOf('$c.L(') + 4 };
  expect(isStandIn(completed, line, column)).toBe(true);
  expect(isStandIn(completed, 1, 5)).toBe(false);
});

test('an error from such a function has its place in the source', () => {
  const stackOf = (text: string): string => {
    try {
      return run(text).defaults('fail');
    } catch (error) {
      return (error as Error).stack ?? '';
    }
  };
  expect(stackOf(completed)).toContain(`${NAME}?apart:8:`);
  expect(/apart:8:(\d+)/.exec(stackOf(completed))?.[1]).toBe('27');
});

test('calls are noted by names that say where a function stands', () => {
  const noted: string[] = [];
  const source = noteCalls(SOURCE, (key: string) => `$note(${JSON.stringify(key)})`);
  const { plain, Holder } = new Function('$note', source)((key: string) => noted.push(key));
  plain();
  new Holder().hidden;
  expect(noted).toEqual(
    ['', 'counters', 'counters#2', 'plain', 'Holder.constructor', 'Holder.get hidden']
      .filter((key) => key !== 'counters#2')
      .toSpliced(2, 0, 'counters'),
  );
});
