import { canonicalText } from './canonical-text.ts';
import type { FilesRecord, RecordKind, RecordOf, RestorePoint } from './record.ts';

/** Two states of one record, brought together; `also` keeps what the record itself has no place for. */
export interface Joined<K extends RecordKind> {
  readonly record: RecordOf<K>;
  readonly also: readonly RestorePoint[];
}

type Joins = { readonly [K in RecordKind]: (a: RecordOf<K>, b: RecordOf<K>) => RecordOf<K> };

const joins: Joins = {
  text: (a, b) => ({ ...spanOf(a, b), ...optional('done', earliest(a.done, b.done)) }),
  mode: spanOf,
  question: (a, b) => ({ id: a.id, answers: eventsOf(a.answers, b.answers) }),
  checks: (a, b) => ({ unit: a.unit, tries: eventsOf(a.tries, b.tries) }),
  card: joinCards,
  setting: (a, b) => latest(a, b, 'at'),
  files: (a, b) => joinFiles(a, b).record,
  'restore-point': (a, b) => latest(a, b, 'at'),
  report: (a, b) => latest(a, b, 'at'),
};

/**
 * Brings two states of a record together, wherever they come from: two tabs, a file, a page that went away. The order
 * does not matter, and doing it again changes nothing, so a delta can be written as often as it takes.
 *
 * Events with ids are united; of values with a time, the later stands. Files that were changed in two places without
 * knowing of each other cannot be mixed: the later stand, and the others become a restore point.
 */
export function joinRecords<K extends RecordKind>(kind: K, a: RecordOf<K>, b: RecordOf<K>): Joined<K> {
  if (kind === 'files') return joinFiles(a as FilesRecord, b as FilesRecord) as unknown as Joined<K>;
  return { record: joins[kind](a, b) as RecordOf<K>, also: [] };
}

interface Span {
  readonly id: string;
  readonly started: string;
  readonly visited: { at: string; place: string };
}

function spanOf(a: Span, b: Span): { id: string; started: string; visited: { at: string; place: string } } {
  return {
    id: a.id,
    started: a.started < b.started ? a.started : b.started,
    visited: latest(a.visited, b.visited, 'at'),
  };
}

function joinCards(a: RecordOf<'card'>, b: RecordOf<'card'>): RecordOf<'card'> {
  const reviews = eventsOf(a.reviews, b.reviews);
  const all = live(reviews);
  // A state is what all reviews come to; where neither side knew them all, it has to be computed anew.
  const knowing = [a, b].filter((side) => live(side.reviews) === all);
  const states = knowing.map(({ state }) => state).filter((state) => state !== undefined);
  const [first, second = first] = states;
  return {
    id: a.id,
    added: a.added < b.added ? a.added : b.added,
    reviews,
    ...optional('state', first && second && (canonicalText(first) > canonicalText(second) ? first : second)),
    ...optional('suspended', latestOf(a.suspended, b.suspended)),
    ...optional('buried', latestOf(a.buried, b.buried)),
  };
}

/** The reviews that count, as text to compare by. */
const live = (reviews: RecordOf<'card'>['reviews']): string =>
  Object.keys(reviews)
    .filter((id) => !reviews[id]?.undone)
    .sort()
    .join(' ');

function joinFiles(a: FilesRecord, b: FilesRecord): Joined<'files'> {
  const [aKnows, bKnows] = [covers(a.clock, b.clock), covers(b.clock, a.clock)];
  if (aKnows && !bKnows) return { record: a, also: [] };
  if (bKnows && !aKnows) return { record: b, also: [] };
  const winner = latest(a, b, 'savedAt');
  const loser = winner === a ? b : a;
  const clock = { ...a.clock };
  for (const [page, n] of Object.entries(b.clock)) clock[page] = Math.max(n, clock[page] ?? 0);
  const record = { ...winner, clock };
  return { record, also: canonicalText(a.files) === canonicalText(b.files) ? [] : [restorePointOf(loser)] };
}

const covers = (a: FilesRecord['clock'], b: FilesRecord['clock']): boolean =>
  Object.entries(b).every(([page, n]) => (a[page] ?? 0) >= n);

/** Files that another state replaces. The same state gives the same restore point. */
function restorePointOf({ unit, files, savedAt, clock }: FilesRecord): RestorePoint {
  const which = fingerprint(canonicalText({ files, clock }));
  return { id: `${unit}~${savedAt}~${which}`, unit, at: savedAt, reason: 'other-tab', files };
}

/** 53 bits of a text, enough to tell the states of one millisecond apart (cyrb53). */
function fingerprint(of: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < of.length; i++) {
    const code = of.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** The union of two maps of events. Two versions of one event: what is `undone` in one is so in both. */
function eventsOf<T extends object>(a: Record<string, T>, b: Record<string, T>): Record<string, T> {
  const all = { ...a };
  for (const [id, event] of Object.entries(b)) {
    const there = all[id];
    if (there === undefined || canonicalText(there) === canonicalText(event)) all[id] = event;
    else if ('undone' in there !== 'undone' in event) all[id] = 'undone' in there ? there : event;
    else all[id] = canonicalText(there) > canonicalText(event) ? there : event;
  }
  return all;
}

function latest<N extends string, T extends { readonly [_ in N]: string }>(a: T, b: T, by: N): T {
  if (a[by] !== b[by]) return a[by] > b[by] ? a : b;
  return canonicalText(a) >= canonicalText(b) ? a : b;
}

function latestOf<T extends { readonly at: string }>(a: T | undefined, b: T | undefined): T | undefined {
  return a && b ? latest(a, b, 'at') : (a ?? b);
}

const earliest = (a: string | undefined, b: string | undefined): string | undefined =>
  a && b ? (a < b ? a : b) : (a ?? b);

const optional = <N extends string, T>(name: N, value: T | undefined): { [_ in N]?: T } =>
  (value === undefined ? {} : { [name]: value }) as { [_ in N]?: T };
