import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answersOf, checkHistories } from '../../src/progress/learning.ts';
import { migrate, oldestVersion } from '../../src/progress/migrations.ts';
import {
  isRecordKind,
  type RecordKind,
  type RecordOf,
  readRecord,
  recordKinds,
  recordVersion,
} from '../../src/progress/record.ts';
import type { Stored } from '../../src/progress/storage.ts';

const folder = new URL('../fixtures/records/', import.meta.url);

/** What a page of a version stored. Files of a version that people have are never changed. */
const storedBy = (version: number): readonly Stored[] =>
  JSON.parse(readFileSync(new URL(`version-${version}.json`, folder), 'utf8')).records;

const versions = Array.from({ length: recordVersion - oldestVersion + 1 }, (_, i) => oldestVersion + i);

test('there is a fixture of every version, with every kind in the last', () => {
  expect(readdirSync(folder).sort()).toEqual(versions.map((version) => `version-${version}.json`));
  expect(new Set(storedBy(recordVersion).map(({ kind }) => kind))).toEqual(new Set(recordKinds));
});

describe.each(versions)('what version %i stored', (version) => {
  const migrated = migrate(storedBy(version), version);
  const record = <K extends RecordKind>(kind: K, key: string): RecordOf<K> => {
    const read = readRecord(
      kind,
      key,
      migrated.find((stored) => stored.kind === kind && stored.key === key)?.value,
    );
    if (!read.ok) throw new Error(`${kind}/${key}${read.path}: ${read.problem}`);
    return read.record;
  };

  test('can be read today, all of it', () => {
    const records = migrated.filter(({ kind }) => isRecordKind(kind));
    const problems = records.flatMap(({ kind, key, value }) => {
      const read = readRecord(kind as RecordKind, key, value);
      return read.ok ? [] : [`${kind}/${key}${read.path}: ${read.problem}`];
    });
    expect(problems).toEqual([]);
    expect(records.length).toBeGreaterThanOrEqual(
      storedBy(version).filter(({ kind }) => isRecordKind(kind)).length,
    );
  });

  test('has the learner’s code, the answer that was committed to, and what the checks said', () => {
    expect(record('files', '1-basic-error-handlers').files['server.mjs']).toBe('// mine\n');
    expect(answersOf(record('question', '1-basic-error-handlers/four-arguments'))[0]?.choice).toEqual([
      'never',
    ]);
    const histories = checkHistories(record('checks', '1-basic-error-handlers'));
    expect(histories.get('answers-404')).toMatchObject({ tries: 1, firstPassed: '2026-11-22T12:01:00.000Z' });
    expect(histories.get('hides-stack')).toMatchObject({ tries: 1, last: 'missed' });
    expect(record('report', '1-basic-error-handlers').results).toHaveLength(2);
  });

  test('has what a reset took away, as a restore point to which it can be undone', () => {
    const { undo } = record('files', '1-basic-error-handlers');
    expect(Object.keys(record('restore-point', undo!).files)).toEqual(['server.mjs']);
  });
});

test('what an old version set aside stays set aside, and what a step does not understand is handed on', () => {
  expect(migrate(storedBy(1), 1).filter(({ kind }) => kind === 'set-aside')).toHaveLength(1);
  for (const value of [null, 7, {}, { version: 3 }, { version: 1 }, { version: 1, results: 'x', undo: 1 }])
    for (const kind of ['files', 'report', 'prediction', 'unheard-of'])
      expect(() => migrate([{ kind, key: 'k', value }], 1)).not.toThrow();
});
