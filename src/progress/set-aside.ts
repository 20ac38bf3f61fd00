import type { RecordKind } from './record.ts';
import type { RecordTransaction } from './storage.ts';

/** A stored value that could not be read. */
export interface SetAside {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
  readonly problem: string;
  readonly at: string;
}

/** Moves a value away from where it cannot be read, so that the rest lives. */
export async function setAside(all: RecordTransaction, what: Omit<SetAside, 'at'>): Promise<void> {
  const at = new Date().toISOString();
  all.put('set-aside', `${what.kind}/${what.key}/${at}`, { ...what, at });
  all.delete(what.kind as RecordKind, what.key);
}
