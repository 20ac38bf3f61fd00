import type { NotKeptReason, ProgressNotice } from './notices.ts';

/** What the learner is told of their record. Notices that came before the first listener are told to it. */
export class NoticeBoard {
  readonly #listeners = new Set<(notice: ProgressNotice) => void>();
  readonly #told: ProgressNotice[] = [];
  #reason: NotKeptReason | undefined;

  /** False while something lives in memory only. */
  get kept(): boolean {
    return this.#reason === undefined;
  }

  onNotice(listener: (notice: ProgressNotice) => void): () => void {
    this.#listeners.add(listener);
    for (const notice of this.#told) listener(notice);
    return () => this.#listeners.delete(listener);
  }

  tell(notice: ProgressNotice): void {
    this.#told.push(notice);
    for (const listener of this.#listeners) listener(notice);
  }

  /** Says once why the record is not kept at the moment. */
  tellNotKept(reason: NotKeptReason, error: unknown): void {
    if (this.#reason === reason) return;
    this.#reason = reason;
    const detail = error instanceof Error ? error.message : String(error);
    this.tell({ kind: 'not-kept', reason, detail });
  }

  tellKeptAgain(): void {
    if (this.#reason === undefined) return;
    this.#reason = undefined;
    this.tell({ kind: 'kept-again' });
  }

  /** What was told of records that are erased is told to nobody any more. */
  wipe(): void {
    this.#told.length = 0;
  }
}
