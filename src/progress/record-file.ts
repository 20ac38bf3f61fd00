import { canonicalText } from './canonical-text.ts';
import { migrate, oldestVersion } from './migrations.ts';
import type { Progress } from './progress.ts';
import { isRecordKind, type Kept, readRecord, recordVersion } from './record.ts';
import type { Stored } from './storage.ts';

const format = 'safety-net-record';
const mebibyte = 1024 * 1024;

/** The largest file that is read, in bytes. */
export const largestFile = 64 * mebibyte;
const mostRecords = 100_000;

/** Why a file was not taken. Nothing of it was. */
export interface Refusal {
  /** The file's name. */
  readonly file: string;
  /** Where in it: `records[3].record.savedAt`, or empty for all of it. */
  readonly key: string;
  readonly found: string;
  readonly fix: string;
}

/** How many records came with a file, by what became of them. */
export interface Imported {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/** The record as the text of one file, with what was set aside. */
export async function exportRecord(progress: Progress): Promise<string> {
  const { records, setAside } = await progress.everything();
  const file = { format, version: recordVersion, exportedAt: new Date().toISOString(), records, setAside };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** Brings a file's records together with those that are here: nothing here is lost, and twice is the same as once. */
export async function importRecord(
  progress: Progress,
  file: Pick<Blob, 'size' | 'text'> & { readonly name: string },
): Promise<
  { readonly ok: true; readonly imported: Imported } | { readonly ok: false; readonly refusal: Refusal }
> {
  const refuse = (key: string, found: string, fix: string) =>
    ({ ok: false, refusal: { file: file.name, key, found, fix } }) as const;
  if (file.size > largestFile)
    return refuse(
      '',
      `${Math.ceil(file.size / mebibyte)} MiB`,
      `A record has at most ${largestFile / mebibyte} MiB.`,
    );
  const read = readRecordFile(await file.text());
  if (!read.ok) return refuse(read.key, read.found, read.fix);
  const before = new Map(
    (await progress.everything()).records.map((kept) => [idOf(kept), canonicalText(kept.record)]),
  );
  await progress.mergeAll(read.records);
  const after = new Map(
    (await progress.everything()).records.map((kept) => [idOf(kept), canonicalText(kept.record)]),
  );
  const imported = { added: 0, changed: 0, same: 0 };
  for (const kept of read.records) {
    const was = before.get(idOf(kept));
    imported[was === undefined ? 'added' : was === after.get(idOf(kept)) ? 'same' : 'changed']++;
  }
  return { ok: true, imported };
}

type ReadFile =
  | { readonly ok: true; readonly records: readonly Kept[] }
  | ({ readonly ok: false } & Omit<Refusal, 'file'>);

const ownFile = 'Choose a file that “Save to a file” made on this page.';
const damaged = 'The file was changed or damaged since it was saved. Choose another one, or mend it there.';

/** Reads the text of a file of an exported record, of this version or an older one. */
export function readRecordFile(content: string): ReadFile {
  const refuse = (key: string, found: string, fix: string): ReadFile => ({ ok: false, key, found, fix });
  let data: unknown;
  try {
    data = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch {
    return refuse('', content.trim() === '' ? 'an empty file' : 'something that is not JSON', ownFile);
  }
  if (!isObject(data)) return refuse('', describe(data), ownFile);
  const { format: name, version, records } = data;
  if (name !== format) return refuse('format', describe(name), ownFile);
  if (typeof version !== 'number' || !Number.isInteger(version) || version < oldestVersion)
    return refuse('version', describe(version), damaged);
  if (version > recordVersion)
    return refuse(
      'version',
      describe(version),
      'A newer version of this site saved it. Reload this page, then try again.',
    );
  if (!Array.isArray(records)) return refuse('records', describe(records), damaged);
  if (records.length > mostRecords)
    return refuse('records', `${records.length} records`, `A record has at most ${mostRecords}.`);
  const stored: Stored[] = [];
  for (const [i, one] of records.entries()) {
    if (!isObject(one)) return refuse(`records[${i}]`, describe(one), damaged);
    const { kind, key, record } = one;
    if (typeof kind !== 'string') return refuse(`records[${i}].kind`, describe(kind), damaged);
    if (typeof key !== 'string') return refuse(`records[${i}].key`, describe(key), damaged);
    stored.push({ kind, key, value: record });
  }
  const all: Kept[] = [];
  for (const [i, { kind, key, value }] of migrate(stored, version).entries()) {
    if (!isRecordKind(kind)) return refuse(`records[${i}].kind`, describe(kind), damaged);
    const read = readRecord(kind, key, value);
    if (!read.ok) {
      const found = `${describe(read.found)} (${read.problem})`;
      return refuse(`records[${i}].record${read.path}`, found, damaged);
    }
    all.push({ kind, key, record: read.record } as Kept);
  }
  return { ok: true, records: all };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value in a few words; never all of it, because it may be of any size. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return String(value);
}

const idOf = ({ kind, key }: Kept): string => `${kind}/${key}`;
