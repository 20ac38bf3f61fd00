import type { RecordKind } from './record.ts';

/** A record that changed elsewhere: in another tab, by an import, or by what an earlier page left. */
export interface ProgressChange {
  readonly kind: RecordKind;
  readonly key: string;
}

/** What tabs tell each other: a change, or the mark of an erasure (`erasure-mark.ts`). */
export type ProgressMessage = ProgressChange | { readonly erased: string };

/** What a page's record needs of a `BroadcastChannel`. */
export interface ChangeChannel {
  postMessage(message: ProgressMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}
