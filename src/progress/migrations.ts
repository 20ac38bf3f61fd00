import { recordVersion } from './record.ts';
import type { Stored } from './storage.ts';

/**
 * The steps from each version of the record to the next: `migrations[1]` makes version 2 out of version 1. A step gets
 * whatever lay there and rejects nothing: what it does not understand it hands on, and reading sets it aside.
 */
const migrations: Readonly<Record<number, (stored: Stored) => readonly Stored[]>> = { 1: secondFromFirst };

/** The oldest version that can still be read. */
export const oldestVersion = 1;

/** Brings what an older version stored to this version. */
export function migrate(all: readonly Stored[], from: number): readonly Stored[] {
  let current = all;
  for (let version = from; version < recordVersion; version++) {
    const step = migrations[version];
    if (!step) throw new RangeError(`There is no step from version ${version} of the record.`);
    current = current.flatMap((stored) => {
      try {
        return step(stored);
      } catch {
        return [stored];
      }
    });
  }
  return current;
}

/** Version 1: `files`, `report` and `prediction`, each with `version: 1` in it, in a store of its own. */
function secondFromFirst({ kind, key, value }: Stored): readonly Stored[] {
  if (kind === 'set-aside') return [{ kind, key, value }];
  const { version, ...rest } = value as { version: unknown } & Record<string, unknown>;
  if (version !== 1) return [{ kind, key, value }];
  if (kind === 'files') {
    const { undo, ...record } = rest as { undo?: { files: unknown; at: string } } & Record<string, unknown>;
    // What a page writes that has not read these files does not come after them.
    const clock = { 'version 1': 1 };
    if (!undo) return [{ kind, key, value: { ...record, clock } }];
    const id = `${key}~${undo.at}~1`;
    return [
      { kind, key, value: { ...record, clock, undo: id } },
      {
        kind: 'restore-point',
        key: id,
        value: { id, unit: key, at: undo.at, reason: 'reset', files: undo.files },
      },
    ];
  }
  if (kind === 'report') {
    const { unit, at, state, results } = rest as {
      unit: string;
      at: string;
      state: string;
      results: readonly { id: string; status: string }[];
    };
    const ids = (passed: boolean): string[] =>
      results.filter(({ status }) => (status === 'passed') === passed).map((result) => result.id);
    const tries = { [`${at}~1`]: { at, state, passed: ids(true), missed: ids(false) } };
    return [
      { kind, key, value: rest },
      { kind: 'checks', key, value: { unit, tries } },
    ];
  }
  if (kind === 'prediction') {
    const { question, choice, committedAt } = rest as Record<string, string>;
    const answers = { [`${committedAt}~1`]: { at: committedAt, choice } };
    return [{ kind: 'question', key, value: { id: question, answers } }];
  }
  return [{ kind, key, value }];
}
