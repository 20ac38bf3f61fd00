import type { CardRecord, ChecksRecord, QuestionRecord, TextRecord } from '../../src/progress/record.ts';
import type { Learned } from '../../src/recall/deck.ts';

const morning = '2026-03-02T08:00:00.000Z';

export const text = (id: string, done = false): [string, TextRecord] => [
  id,
  { id, started: morning, visited: { at: morning, place: '' }, ...(done ? { done: morning } : {}) },
];

export const question = (id: string, ...rights: boolean[]): [string, QuestionRecord] => [
  id,
  {
    id,
    answers: Object.fromEntries(
      rights.map((right, i) => [`a${i}`, { at: `2026-03-02T08:0${i}:00.000Z`, choice: ['x'], right }]),
    ),
  },
];

export const checks = (
  unit: string,
  ...tries: [passed: string[], missed: string[]][]
): [string, ChecksRecord] => [
  unit,
  {
    unit,
    tries: Object.fromEntries(
      tries.map(([passed, missed], i) => [
        `t${i}`,
        { at: `2026-03-02T09:0${i}:00.000Z`, state: 'judged', passed, missed },
      ]),
    ),
  },
];

export const card = (
  id: string,
  { due, reviewed = [], ...rest }: Partial<CardRecord> & { due?: string; reviewed?: string[] },
): [string, CardRecord] => [
  id,
  {
    id,
    added: morning,
    reviews: Object.fromEntries(reviewed.map((at, i) => [`r${i}`, { at, rating: 3 }])),
    ...(due === undefined
      ? {}
      : {
          state: {
            due,
            stability: 1,
            difficulty: 5,
            elapsed_days: 0,
            scheduled_days: 1,
            learning_steps: 0,
            reps: 1,
            lapses: 0,
            state: 2,
          },
        }),
    ...rest,
  },
];

export const learned = (parts: {
  texts?: [string, TextRecord][];
  questions?: [string, QuestionRecord][];
  checks?: [string, ChecksRecord][];
  cards?: [string, CardRecord][];
}): Learned => ({
  texts: new Map(parts.texts),
  questions: new Map(parts.questions),
  checks: new Map(parts.checks),
  cards: new Map(parts.cards),
});
