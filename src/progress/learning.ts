import type { Progress } from './progress.ts';
import type { Answer, CardRecord, ChecksRecord, QuestionRecord, RecordOf, Review } from './record.ts';

/*
 * What a learner does, as deltas of their record, and what a record says about them. Each writer has it in the page's
 * record at once, so that it outlives the page, and resolves when it is stored (or a notice said why not); each reader is
 * pure.
 */

type SettingValue = RecordOf<'setting'>['value'];

let events = 0;

/** An id of an event that no other page or device gives. */
const eventId = (progress: Progress, at: string): string =>
  `${at}~${progress.page}${(events++).toString(36).padStart(5, '0')}`;

const now = (): string => new Date().toISOString();

/** The time of a change that comes after another, even where a clock was wrong then. */
const after = (before: string | undefined): string => {
  const at = now();
  return before !== undefined && before >= at ? new Date(Date.parse(before) + 1).toISOString() : at;
};

/** The learner is at `place` (a fragment, or empty) of a lesson or another text. */
export async function visitText(progress: Progress, text: string, place = ''): Promise<void> {
  const at = after(progress.seen('text', text)?.visited.at);
  await progress.merge('text', text, { id: text, started: now(), visited: { at, place } });
}

/** The learner has done all of a text that they are asked to do. It stays done. */
export async function finishText(progress: Progress, text: string): Promise<void> {
  const at = now();
  const before = await progress.read('text', text);
  const visited = before?.visited ?? { at, place: '' };
  await progress.merge('text', text, { id: text, started: at, visited, done: at });
}

/** The learner uses a way of learning (`recall`); `place` is the address in the site to come back to. */
export async function visitMode(progress: Progress, mode: string, place: string): Promise<void> {
  const at = after(progress.seen('mode', mode)?.visited.at);
  await progress.merge('mode', mode, { id: mode, started: now(), visited: { at, place } });
}

/** Adds an answer; resolves to the record with it. */
export async function answerQuestion(
  progress: Progress,
  question: string,
  answer: Omit<Answer, 'at'>,
): Promise<QuestionRecord> {
  const before = progress.seen('question', question);
  const at = after(before && answersOf(before).at(-1)?.at);
  const record = { id: question, answers: { [eventId(progress, at)]: { at, ...answer } } };
  await progress.merge('question', question, record);
  return (await progress.read('question', question)) ?? record;
}

/** Commits to a prediction, once: where there is an answer already, that one stands. Resolves to the one that stands. */
export async function commitAnswer(
  progress: Progress,
  question: string,
  answer: Omit<Answer, 'at'>,
): Promise<Answer> {
  const before = await progress.read('question', question);
  const record = before ?? (await answerQuestion(progress, question, answer));
  return firstAnswer(record) ?? { at: now(), ...answer };
}

/** Answers in the order in which they were given. */
export const answersOf = ({ answers }: QuestionRecord): readonly Answer[] => inOrder(answers);

/** The answer that was committed to. */
export const firstAnswer = (record: QuestionRecord | undefined): Answer | undefined =>
  record && answersOf(record)[0];

/** Whether the last graded answer was wrong. */
export const isMissed = (record: QuestionRecord): boolean =>
  answersOf(record).findLast(({ right }) => right !== undefined)?.right === false;

/** Adds a try of a unit's checks. */
export async function addTry(
  progress: Progress,
  unit: string,
  { at, state, results }: Pick<RecordOf<'report'>, 'at' | 'state' | 'results'>,
): Promise<void> {
  const ids = (passed: boolean): string[] =>
    results.filter(({ status }) => (status === 'passed') === passed).map(({ id }) => id);
  const tries = { [eventId(progress, at)]: { at, state, passed: ids(true), missed: ids(false) } };
  await progress.merge('checks', unit, { unit, tries });
}

/** What became of each check of a unit so far. */
export interface CheckHistory {
  readonly tries: number;
  readonly last: 'passed' | 'missed';
  readonly firstPassed: string | undefined;
}

/** By the check's id, what became of it. */
export function checkHistories({ tries }: ChecksRecord): ReadonlyMap<string, CheckHistory> {
  const all = new Map<string, CheckHistory>();
  for (const { at, passed, missed } of inOrder(tries)) {
    for (const id of [...passed, ...missed]) {
      const before = all.get(id);
      const last = passed.includes(id) ? 'passed' : 'missed';
      const firstPassed = before?.firstPassed ?? (last === 'passed' ? at : undefined);
      all.set(id, { tries: (before?.tries ?? 0) + 1, last, firstPassed });
    }
  }
  return all;
}

/** Puts a card into the deck; nothing changes where it is there. */
export async function addCard(progress: Progress, card: string): Promise<void> {
  if ((await progress.read('card', card)) === undefined)
    await progress.merge('card', card, { id: card, added: now(), reviews: {} });
}

/**
 * Adds a review; resolves to its id, by which it can be undone.
 *
 * @param state FSRS's state after all reviews that `before` has and this one, or nothing: then it is computed later
 */
export async function reviewCard(
  progress: Progress,
  before: CardRecord,
  review: Omit<Review, 'undone'>,
  state?: CardRecord['state'],
): Promise<string> {
  const id = eventId(progress, review.at);
  await progress.merge('card', before.id, {
    id: before.id,
    added: before.added,
    reviews: { ...before.reviews, [id]: review },
    ...(state ? { state } : {}),
  });
  return id;
}

/** Takes a review back; `state` as in {@link reviewCard}. */
export async function undoReview(
  progress: Progress,
  before: CardRecord,
  review: string,
  state?: CardRecord['state'],
): Promise<void> {
  const undone = before.reviews[review];
  if (!undone) return;
  await progress.merge('card', before.id, {
    id: before.id,
    added: before.added,
    reviews: { ...before.reviews, [review]: { ...undone, undone: true } },
    ...(state ? { state } : {}),
  });
}

/** The reviews that count, in their order. */
export const reviewsOf = ({ reviews }: CardRecord): readonly Review[] =>
  inOrder(reviews).filter(({ undone }) => !undone);

/** Leaves a card out of the deck, or takes it in again. */
export async function suspendCard(progress: Progress, card: CardRecord, value: boolean): Promise<void> {
  await progress.merge('card', card.id, { ...card, suspended: { value, at: after(card.suspended?.at) } });
}

/** Does not show a card before `until` (ISO 8601); `null` takes that back. */
export async function buryCard(progress: Progress, card: CardRecord, until: string | null): Promise<void> {
  await progress.merge('card', card.id, {
    ...card,
    buried: { value: until, at: after(card.buried?.at) },
  });
}

export async function changeSetting(progress: Progress, name: string, value: SettingValue): Promise<void> {
  const at = after((await progress.read('setting', name))?.at);
  await progress.merge('setting', name, { name, value, at });
}

export async function readSetting(progress: Progress, name: string): Promise<SettingValue | undefined> {
  return (await progress.read('setting', name))?.value;
}

/** Events by their times; those of one millisecond by their ids. */
function inOrder<T extends { readonly at: string }>(events: Readonly<Record<string, T>>): readonly T[] {
  return Object.entries(events)
    .sort(([a, x], [b, y]) => (x.at === y.at ? (a < b ? -1 : 1) : x.at < y.at ? -1 : 1))
    .map(([, event]) => event);
}
