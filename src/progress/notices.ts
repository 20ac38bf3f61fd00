import type { RecordKind } from './record.ts';
import type { Imported, Refusal } from './record-file.ts';

/**
 * Why the record is not kept at the moment:
 *
 * - `blocked`: the browser does not let the page store anything
 * - `late`: the browser's storage has not answered yet
 * - `full`: there is no space for what was written last
 * - `newer`: a page of a newer version of the site has the record
 * - `gone`: the storage was deleted or failed while the page was open
 * - `refused`: what was written is larger than a record may be
 */
export type NotKeptReason = 'blocked' | 'late' | 'full' | 'newer' | 'gone' | 'refused';

/**
 * Something the learner should know about their record.
 *
 * - `not-kept`: it goes on in memory until the page is closed.
 * - `kept-again`: what was in memory only is stored now.
 * - `set-aside`: a stored record could not be read; it was moved away, and the others live on.
 */
export type ProgressNotice =
  | { readonly kind: 'not-kept'; readonly reason: NotKeptReason; readonly detail: string }
  | { readonly kind: 'kept-again' }
  | {
      readonly kind: 'set-aside';
      readonly record: string;
      readonly key: string;
      readonly problem: string;
    };

const notKept: Readonly<Record<NotKeptReason, string>> = {
  blocked:
    'This browser does not let the page keep anything (a private window, or a setting). All works; your code and your answers last until you close this tab.',
  late: 'The browser’s storage does not answer. All works; until it does, your code and your answers last as long as this tab.',
  full: 'The browser’s storage is full. What you did last is kept in this tab only. Free some space, or save your record to a file on the page “Your record”.',
  newer:
    'A newer version of this site is open in another tab. Reload this page when you like: what you wrote here comes along.',
  gone: 'The browser’s storage went away while this page was open. All works; from here on your code and your answers last until you close this tab.',
  refused:
    'What you have here is larger than can be kept. All works; it lasts until you close this tab, unless it becomes smaller.',
};

const names: Readonly<Record<RecordKind, string>> = {
  text: 'where you were in a text',
  mode: 'when you last used a way of learning',
  question: 'your answers to a question',
  checks: 'the history of an exercise’s checks',
  card: 'a card’s reviews',
  setting: 'a setting',
  files: 'the code of an exercise',
  'restore-point': 'an earlier state of your code',
  report: 'the last check of an exercise',
};

/** A kind of record in words for the learner. */
export const nameOfKind = (kind: string): string =>
  Object.hasOwn(names, kind) ? names[kind as RecordKind] : 'something that this version does not know';

/** A notice in a sentence or two; empty where there is nothing to say any more. */
export function explainNotice(notice: ProgressNotice): string {
  switch (notice.kind) {
    case 'not-kept':
      return notKept[notice.reason];
    case 'set-aside':
      return `A saved record could not be read and was set aside: ${nameOfKind(notice.record)} (${notice.key}). Everything else is as it was.`;
    case 'kept-again':
      return '';
  }
}

/** Why a file was not taken. */
export function explainRefusal({ file, key, found, fix }: Refusal): string {
  const where = key === '' ? `${file} holds` : `In ${file}, \`${key}\` holds`;
  return `Nothing was taken. ${where} ${found}. ${fix}`;
}

/** What came of a file, and where it is now. */
export function explainImport({ added, changed, same }: Imported, kept: boolean): string {
  const parts = [
    added > 0 ? `${added} new` : '',
    changed > 0 ? `${changed} brought together with what was here` : '',
    same > 0 ? `${same} that were here already` : '',
  ].filter(Boolean);
  const what = parts.length === 0 ? 'The file holds no records.' : `Records taken: ${parts.join(', ')}.`;
  return kept ? what : `${what} They are in this page’s memory only.`;
}

export const erased = 'Everything is erased. Other pages of this site that were open have begun anew.';
export const notErased =
  'The browser did not let this page erase its storage. Close the other tabs of this site and try again, or clear the site’s data in the browser’s settings.';
