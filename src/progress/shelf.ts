import { isErasedSince, type KnownMark } from './erasure-mark.ts';
import { migrate, oldestVersion } from './migrations.ts';
import { isRecordKind, type Kept, readRecord, recordVersion } from './record.ts';
import type { Stored } from './storage.ts';

/** A storage that answers at once, as `localStorage` does: for the moment in which a page goes away. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'safety-net/shelf/';
/** Version 1 laid the files of each unit under a key of their own. */
const firstPrefix = 'safety-net/files/';
/** The mark of the last erasure, for pages whose storage is blocked and which can't find it there. */
const erasureKey = 'safety-net/erasure';

/** What a page laid down, and how to take it away once it is stored elsewhere. */
export interface Left {
  readonly records: readonly Kept[];
  readonly unreadable: readonly Stored[];
  clear(): void;
}

/**
 * Lays down what a page could not store yet, under the page's own name and with the mark of the last erasure that it knew.
 * Throws where there is no space.
 */
export function leaveOn(shelf: Shelf, page: string, records: readonly Kept[], mark: KnownMark): void {
  if (records.length === 0) shelf.removeItem(prefix + page);
  else shelf.setItem(prefix + page, JSON.stringify({ version: recordVersion, mark, records }));
}

/**
 * Reads what pages left, without what was erased by `mark`. It stays there until `clear`, so that nothing is lost if this
 * page goes away too.
 */
export function readShelf(shelf: Shelf, mark: KnownMark): Left {
  const keys = Array.from({ length: shelf.length }, (_, i) => shelf.key(i)).filter(
    (key) => key?.startsWith(prefix) || key?.startsWith(firstPrefix),
  ) as string[];
  const texts = new Map(keys.map((key) => [key, shelf.getItem(key)]));
  const records: Kept[] = [];
  const unreadable: Stored[] = [];
  for (const [key, text] of texts) {
    if (text === null) continue;
    const found = storedFrom(key, text, mark);
    if (!found) {
      texts.delete(key);
      continue;
    }
    for (const { kind, key: name, value } of found) {
      const read = isRecordKind(kind) ? readRecord(kind, name, value) : undefined;
      if (read?.ok) records.push({ kind, key: name, record: read.record } as Kept);
      else unreadable.push({ kind, key: name, value });
    }
  }
  return {
    records,
    unreadable,
    clear() {
      for (const [key, text] of texts) if (shelf.getItem(key) === text) shelf.removeItem(key);
    },
  };
}

/** The mark of the last erasure as far as the shelf knows it. */
export const markOn = (shelf: Shelf): KnownMark => shelf.getItem(erasureKey);

/** Leaves the mark of an erasure; without a word where there is no space. */
export function leaveMark(shelf: Shelf, mark: string): void {
  try {
    shelf.setItem(erasureKey, mark);
  } catch {
    // The mark in the storage is the one that counts.
  }
}

/** Takes away everything that this site keeps on the shelf, whatever it is. */
export function clearShelf(shelf: Shelf): void {
  const keys = Array.from({ length: shelf.length }, (_, i) => shelf.key(i));
  for (const key of keys) if (key?.startsWith('safety-net')) shelf.removeItem(key);
}

/** What lies under a key; nothing where a newer version laid it down, which will read it. */
function storedFrom(key: string, text: string, mark: KnownMark): readonly Stored[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (key.startsWith(firstPrefix))
      return migrate([{ kind: 'files', key: key.slice(firstPrefix.length), value }], 1);
    const left = value as { version: number; mark?: string | null; records: readonly Kept[] };
    const { version, records } = left;
    if (version > recordVersion) return undefined;
    if (!(version >= oldestVersion)) throw new RangeError(String(version));
    if (isErasedSince(left.mark, mark)) return [];
    return migrate(
      records.map((kept) => ({ kind: kept.kind, key: kept.key, value: kept.record })),
      version,
    );
  } catch {
    return [{ kind: 'shelf', key, value: text }];
  }
}
