import fc from 'fast-check';
import type { Failure, Found, Tab } from './tab.ts';

/*
 * Random sequences of what learners and browsers do, in real tabs (frames, each a realm of its own) on the browser's own
 * database, and at their end the question whether anything that was accepted is lost.
 *
 * An answer, a review or an edit is accepted when the page has taken it, and in a tab that is killed when it was said to be
 * stored. An edit may be gone only when the learner wrote something else over it while they saw it.
 */

type Step =
  | {
      readonly do: 'answer' | 'review' | 'edit' | 'run' | 'reset';
      readonly tab: number;
      readonly what: number;
    }
  | { readonly do: 'close' | 'kill' | 'import device' | 'import own' | 'export'; readonly tab: number }
  | { readonly do: 'fail'; readonly tab: number; readonly how: Failure }
  | { readonly do: 'open blocked'; readonly tab: number }
  | { readonly do: 'upgrade'; readonly tab: number };

/** How long to wait after a step: not at all, some turns of the loop, or until all that was begun has ended. */
type Pause = 0 | 1 | 2;

interface Sequence {
  /** Whether a page of version 1 was here before. */
  readonly old: boolean;
  readonly steps: readonly (readonly [Step, Pause])[];
}

const tab = fc.nat({ max: 2 });
const what = fc.nat({ max: 1 });
const work = fc.record({
  do: fc.constantFrom(
    'answer' as const,
    'review' as const,
    'edit' as const,
    'run' as const,
    'reset' as const,
  ),
  tab,
  what,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: work },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'close' as const,
        'kill' as const,
        'import device' as const,
        'import own' as const,
        'export' as const,
      ),
      tab,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      tab,
      how: fc.constantFrom<Failure[]>('full', 'broken', 'hiccup', 'mended'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('open blocked' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('upgrade' as const), tab }) },
);
const sequence: fc.Arbitrary<Sequence> = fc.record({
  old: fc.boolean(),
  steps: fc.array(fc.tuple(step, fc.constantFrom<Pause[]>(0, 0, 1, 2)), { minLength: 1, maxLength: 24 }),
});

export interface RunOptions {
  /** The code of a tab of this version, and of the next. */
  readonly code: string;
  readonly nextCode: string;
  readonly runs: number;
  readonly seed: number;
  /** Milliseconds after which no further sequence is begun. */
  readonly limit: number;
  /** Whether to look for the shortest sequence that fails. */
  readonly shrink: boolean;
}

export interface RunResult {
  readonly runs: number;
  readonly failed: boolean;
  /** The shortest sequence that loses something, and what. */
  readonly report: string;
}

interface Open {
  readonly frame: HTMLIFrameElement;
  readonly tab: Tab;
  readonly version: number;
  /** What is being done. */
  readonly doing: Set<Promise<unknown>>;
  /** Takes back what only counts once it is stored. */
  readonly unstored: Set<() => void>;
}

const databaseName = 'safety-net';
let tokens = 0;

class World {
  readonly #options: RunOptions;
  readonly #tabs = new Map<number, Open>();
  readonly #accepted = { answers: new Set<string>(), reviews: new Set<string>(), texts: new Set<string>() };
  /** By a text, the one that was written over it in a tab that was killed: it may have been stored, unsaid. */
  readonly #perhaps = new Map<string, string>();
  #version = 2;
  #exported: string | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async play({ old, steps }: Sequence): Promise<readonly string[]> {
    if (old) await this.#bePageOfVersion1();
    for (const [one, pause] of steps) {
      this.#take(one);
      if (pause === 1) for (let i = 0; i < 3; i++) await turn();
      if (pause === 2) await Promise.all([...this.#tabs.values()].flatMap(({ doing }) => [...doing]));
    }
    for (const slot of this.#tabs.keys()) this.#close(slot);
    const last = this.#open(0);
    await last.tab.opened();
    const missing = this.#missing(await last.tab.found());
    this.#close(0);
    if (localStorage.length === 0) return missing;
    // Something lies on the shelf still: once more, after it has been stored.
    const again = this.#open(0);
    await again.tab.opened();
    return [...missing, ...this.#missing(await again.tab.found())];
  }

  #take(one: Step): void {
    if (one.do === 'upgrade') {
      this.#version = 3;
      this.#close(one.tab);
      this.#open(one.tab);
      return;
    }
    if (one.do === 'open blocked') {
      this.#close(one.tab);
      this.#open(one.tab, true);
      return;
    }
    const open = this.#tabs.get(one.tab) ?? this.#open(one.tab);
    const { tab: at } = open;
    switch (one.do) {
      case 'close':
        this.#close(one.tab);
        break;
      case 'kill':
        this.#kill(one.tab);
        break;
      case 'fail':
        at.fail(one.how);
        break;
      case 'answer': {
        const token = `answer ${tokens++}`;
        this.#accept(open, 'answers', token, at.answer(`q${one.what}`, token));
        break;
      }
      case 'review': {
        const token = new Date(Date.UTC(2026, 0, 1) + tokens++).toISOString();
        this.#accept(open, 'reviews', token, at.review(`c${one.what}`, token));
        break;
      }
      case 'edit': {
        const token = `edit ${tokens++}`;
        const { instead, saved } = at.edit(`u${one.what}`, token);
        this.#accept(open, 'texts', token, saved, instead);
        break;
      }
      case 'run':
      case 'reset':
        this.#doing(open, at[one.do](`u${one.what}`));
        break;
      case 'export':
        this.#doing(
          open,
          at.exported().then((text) => {
            this.#exported = text;
          }),
        );
        break;
      case 'import own':
        if (this.#exported !== undefined) this.#doing(open, at.import(this.#exported));
        break;
      case 'import device': {
        const { content, tokens: own } = recordOfAnotherDevice();
        const imported = at.import(content).then((kept) => {
          if (!kept) return;
          this.#accepted.answers.add(own.answer);
          this.#accepted.reviews.add(own.review);
          this.#accepted.texts.add(own.text);
        });
        this.#doing(open, imported);
        break;
      }
    }
  }

  #accept(
    open: Open,
    kind: keyof Found,
    token: string,
    stored: Promise<unknown>,
    instead: string | undefined = undefined,
  ): void {
    const replaced = instead !== undefined && this.#accepted.texts.delete(instead);
    this.#accepted[kind].add(token);
    const back = (): void => {
      this.#accepted[kind].delete(token);
      if (!replaced) return;
      this.#accepted.texts.add(instead);
      this.#perhaps.set(instead, token);
    };
    open.unstored.add(back);
    this.#doing(
      open,
      stored.then(() => {
        if (open.tab.kept) open.unstored.delete(back);
      }),
    );
  }

  #doing(open: Open, work: Promise<unknown>): void {
    const done = work.finally(() => open.doing.delete(done));
    open.doing.add(done);
  }

  #open(slot: number, blocked = false): Open {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    // A frame that shows nothing yet is not told when it goes away.
    frame.contentDocument?.open();
    frame.contentDocument?.close();
    const realm = frame.contentWindow as Window & {
      eval(code: string): void;
      createTab(): Tab;
    } & typeof globalThis;
    if (blocked)
      realm.IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError');
      };
    realm.eval(this.#version === 3 ? this.#options.nextCode : this.#options.code);
    const open = {
      frame,
      tab: realm.createTab(),
      version: this.#version,
      doing: new Set<Promise<unknown>>(),
      unstored: new Set<() => void>(),
    };
    this.#tabs.set(slot, open);
    return open;
  }

  /** Closes a tab as a person does: it hears of it. */
  #close(slot: number): void {
    this.#tabs.get(slot)?.frame.remove();
    this.#tabs.delete(slot);
  }

  #kill(slot: number): void {
    const open = this.#tabs.get(slot);
    if (!open) return;
    open.tab.deafen();
    this.#close(slot);
    for (const back of [...open.unstored].reverse()) back();
  }

  async #bePageOfVersion1(): Promise<void> {
    const at = '2026-01-01T00:00:00.000Z';
    const [text, left, choice] = [`edit ${tokens++}`, `edit ${tokens++}`, `answer ${tokens++}`];
    const files = (unit: string, own: string) => ({ version: 1, unit, files: { 'a.mjs': own }, savedAt: at });
    const opening = indexedDB.open(databaseName, 1);
    opening.onupgradeneeded = () => {
      for (const name of ['files', 'report', 'prediction', 'set-aside'])
        opening.result.createObjectStore(name);
    };
    const database = await answered(opening);
    const writing = database.transaction(['files', 'prediction'], 'readwrite');
    writing.objectStore('files').put(files('u0', text), 'u0');
    writing
      .objectStore('prediction')
      .put({ version: 1, question: 'q0', choice: [choice], committedAt: at }, 'q0');
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
    database.close();
    localStorage.setItem('safety-net/files/u1', JSON.stringify(files('u1', left)));
    this.#accepted.texts.add(text).add(left);
    this.#accepted.answers.add(choice);
  }

  #missing(found: Found): readonly string[] {
    return (Object.keys(this.#accepted) as (keyof Found)[]).flatMap((kind) =>
      [...this.#accepted[kind]]
        .filter((token) => !this.#isIn(found[kind], token))
        .map((token) => `${kind}: ${token}`),
    );
  }

  #isIn(found: readonly string[], token: string): boolean {
    if (found.includes(token)) return true;
    const over = this.#perhaps.get(token);
    return over !== undefined && this.#isIn(found, over);
  }

  async clear(): Promise<void> {
    for (const slot of this.#tabs.keys()) this.#close(slot);
    await answered(indexedDB.deleteDatabase(databaseName));
    localStorage.clear();
  }
}

function recordOfAnotherDevice() {
  const [answer, text] = [`answer ${tokens++}`, `edit ${tokens++}`];
  const review = new Date(Date.UTC(2026, 0, 1) + tokens++).toISOString();
  const at = new Date().toISOString();
  const page = `device${tokens++}`;
  const records = [
    {
      kind: 'question',
      key: 'q0',
      record: { id: 'q0', answers: { [`${at}~${page}`]: { at, choice: [answer] } } },
    },
    {
      kind: 'card',
      key: 'c0',
      record: { id: 'c0', added: at, reviews: { [`${at}~${page}`]: { at: review, rating: 1 } } },
    },
    {
      kind: 'files',
      key: 'u0',
      record: { unit: 'u0', files: { 'a.mjs': text }, savedAt: at, clock: { [page]: 1 } },
    },
  ];
  return {
    content: JSON.stringify({ format: 'safety-net-record', version: 2, records }),
    tokens: { answer, review, text },
  };
}

/** Plays random sequences until one loses something, all are played, or the time is over. */
async function playSequences(options: RunOptions): Promise<RunResult> {
  let runs = 0;
  const property = fc.asyncProperty(sequence, async (one) => {
    runs++;
    const world = new World(options);
    try {
      const missing = await world.play(one);
      if (missing.length > 0) throw new Error(`lost: ${missing.join(', ')}`);
    } finally {
      await world.clear();
    }
  });
  const details = await fc.check(property, {
    numRuns: options.runs,
    seed: options.seed,
    interruptAfterTimeLimit: options.limit,
    markInterruptAsFailure: false,
    endOnFailure: !options.shrink,
  });
  if (!details.failed) return { runs, failed: false, report: '' };
  const cause = (details.errorInstance as Error | null)?.message ?? '';
  return { runs, failed: true, report: `${cause}\n${fc.defaultReportMessage(details) ?? ''}` };
}

const channel = new MessageChannel();
channel.port1.start();

/** One turn of the event loop, without the delay that timers have. */
const turn = (): Promise<unknown> =>
  new Promise((resolve) => {
    channel.port1.addEventListener('message', resolve, { once: true });
    channel.port2.postMessage(null);
  });

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

Object.assign(globalThis, { playSequences });
