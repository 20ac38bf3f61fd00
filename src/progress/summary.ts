import type { Kept, RecordKind, RecordOf } from './record.ts';

/** How much of a kind is kept, in words: `3 texts begun, 1 done`. */
export interface SummaryLine {
  readonly what: string;
  readonly amount: string;
}

/** What a record holds, in words and numbers; kinds that have nothing are left out. */
export function summarize(records: readonly Kept[]): readonly SummaryLine[] {
  const of = <K extends RecordKind>(kind: K): readonly RecordOf<K>[] =>
    records.filter((kept) => kept.kind === kind).map(({ record }) => record as RecordOf<K>);
  const events = (all: readonly object[]): number =>
    all.reduce((sum, one) => sum + Object.keys(one).length, 0);
  const texts = of('text');
  const questions = of('question');
  const checks = of('checks');
  const cards = of('card');
  const points = of('restore-point');
  const done = texts.filter(({ done: at }) => at !== undefined).length;
  const lines: readonly (readonly [string, number, string])[] = [
    ['Lessons and other texts', texts.length, `${texts.length} begun, ${done} done`],
    ['Ways of learning', of('mode').length, `${of('mode').length} used`],
    [
      'Questions and predictions',
      questions.length,
      `${count(questions.length, 'question')}, ${count(events(questions.map(({ answers }) => answers)), 'answer')}`,
    ],
    [
      'Checked exercises',
      checks.length,
      `${count(checks.length, 'exercise')}, checked ${times(events(checks.map(({ tries }) => tries)))}`,
    ],
    [
      'Cards to recall',
      cards.length,
      `${count(cards.length, 'card')}, ${count(events(cards.map(({ reviews }) => reviews)), 'review')}`,
    ],
    ['Your code', of('files').length, `in ${count(of('files').length, 'place')}`],
    ['Earlier states of your code', points.length, String(points.length)],
    ['Settings', of('setting').length, String(of('setting').length)],
  ];
  return lines.filter(([, n]) => n > 0).map(([what, , amount]) => ({ what, amount }));
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
const times = (n: number): string => (n === 1 ? 'once' : `${n} times`);
