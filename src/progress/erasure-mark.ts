/**
 * *Erase everything* leaves a mark in the emptied storage. Every page knows the mark that it found or heard of, and every
 * write compares: what a page wrote before it knew of a later erasure is erased too, whether it waits in that page's memory
 * or lies on the shelf. Marks order as text, later after earlier.
 */

/** The mark that a page knows: its own beginning until it has looked, `null` where there was none. */
export type KnownMark = string | null;

/** What a page that begins now knows, before it has looked: all erasures so far. */
export const beginMark = (): string => new Date().toISOString();

/** A mark that comes after the one that is known, even where a clock was wrong then. */
export function nextMark(known: KnownMark): string {
  const now = Date.now();
  const before = known ? Date.parse(known.split('~')[0] as string) : 0;
  const at = new Date(before >= now ? before + 1 : now).toISOString();
  return `${at}~${Math.random().toString(36).slice(2, 10)}`;
}

/** Whether everything was erased after somebody who knew `known` wrote; what has no mark is of a page that made none. */
export const isErasedSince = (known: KnownMark | undefined, stored: unknown): stored is string =>
  known !== undefined && typeof stored === 'string' && (known === null || known < stored);
