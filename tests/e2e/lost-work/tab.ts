import { answerQuestion, reviewCard } from '../../../src/progress/learning.ts';
import { openProgress } from '../../../src/progress/open-progress.ts';
import { Progress } from '../../../src/progress/progress.ts';
import { exportRecord, importRecord } from '../../../src/progress/record-file.ts';
import { WorkFiles } from '../../../src/workbench/work-files.ts';

/** What may befall a tab's storage. */
export type Failure = 'full' | 'broken' | 'hiccup' | 'mended';

/** Everything that a record holds, by the tokens that the sequences put into it. */
export interface Found {
  readonly answers: readonly string[];
  readonly reviews: readonly string[];
  readonly texts: readonly string[];
}

/** One tab: the site's own record and files, in a realm of its own. */
export interface Tab {
  answer(question: string, token: string): Promise<void>;
  review(card: string, at: string): Promise<void>;
  /** What the learner saw before is what they changed. */
  edit(unit: string, text: string): { readonly instead: string; readonly saved: Promise<void> };
  run(unit: string): Promise<unknown>;
  reset(unit: string): Promise<unknown>;
  exported(): Promise<string>;
  import(content: string): Promise<boolean>;
  erase(): Promise<boolean>;
  /** Calls back when the news of an erasure, its own too, has reached the tab. */
  onErasure(listener: () => void): void;
  fail(failure: Failure): void;
  /** From now on the tab may end without another word, as when its process is killed. */
  deafen(): void;
  readonly kept: boolean;
  /** Resolves once the storage is open and everything is stored, however long the machine takes. */
  opened(): Promise<void>;
  found(): Promise<Found>;
}

/** Milliseconds after which a storage that nobody disturbs has to be open, on any machine. */
const openLimit = 120_000;

const starter = { 'a.mjs': 'start' };

function createTab(): Tab {
  const progress = openProgress();
  // Made after the record's own, so that it hears after it.
  const news = new BroadcastChannel('safety-net-progress');
  const benches = new Map<string, WorkFiles>();
  const benchOf = (unit: string): WorkFiles => {
    let bench = benches.get(unit);
    if (!bench) {
      bench = new WorkFiles({ unit, starter, progress, saveAfter: 5 });
      benches.set(unit, bench);
      void bench.load();
    }
    return bench;
  };
  addEventListener('pagehide', () => {
    for (const bench of benches.values()) bench.leave();
  });
  return {
    async answer(question, token) {
      await answerQuestion(progress, question, { choice: [token] });
    },
    async review(card, at) {
      const before = progress.seen('card', card) ?? { id: card, added: at, reviews: {} };
      await reviewCard(progress, before, { at, rating: 3 });
    },
    edit(unit, text) {
      const bench = benchOf(unit);
      const instead = bench.files.value['a.mjs'] ?? '';
      bench.change('a.mjs', text);
      return { instead, saved: bench.save() };
    },
    async run(unit) {
      const bench = benchOf(unit);
      await Promise.all([bench.save(), bench.keep('run')]);
    },
    reset: (unit) => benchOf(unit).reset(),
    exported: () => exportRecord(progress),
    async import(content) {
      const { ok } = await importRecord(progress, new File([content], 'record.json'));
      return ok && progress.kept;
    },
    fail,
    deafen() {
      Progress.prototype.leave = () => {};
    },
    get kept() {
      return progress.kept;
    },
    async opened() {
      await progress.everything();
      if (progress.kept) return;
      await new Promise<void>((resolve, reject) => {
        progress.onNotice(() => {
          if (progress.kept) resolve();
        });
        setTimeout(() => reject(new Error('the storage did not open')), openLimit);
      });
    },
    erase: () => progress.erase(),
    onErasure(listener) {
      news.addEventListener('message', ({ data }) => {
        if (data.erased) listener();
      });
    },
    async found() {
      const { records } = await progress.everything();
      const found = { answers: [] as string[], reviews: [] as string[], texts: [] as string[] };
      for (const { kind, record } of records) {
        if (kind === 'question')
          found.answers.push(...Object.values(record.answers).flatMap(({ choice }) => choice));
        if (kind === 'card') found.reviews.push(...Object.values(record.reviews).map(({ at }) => at));
        if (kind === 'files' || kind === 'restore-point') found.texts.push(...Object.values(record.files));
      }
      return found;
    },
  };
}

const { put } = IDBObjectStore.prototype;
const { transaction } = IDBDatabase.prototype;

function fail(failure: Failure): void {
  IDBObjectStore.prototype.put = put;
  IDBDatabase.prototype.transaction = transaction;
  if (failure === 'full')
    IDBObjectStore.prototype.put = function () {
      this.transaction.abort();
      throw new DOMException('there is no space', 'QuotaExceededError');
    };
  if (failure === 'broken' || failure === 'hiccup')
    IDBDatabase.prototype.transaction = () => {
      if (failure === 'hiccup') IDBDatabase.prototype.transaction = transaction;
      throw new DOMException('the connection is closing', 'InvalidStateError');
    };
}

Object.assign(globalThis, { createTab });
