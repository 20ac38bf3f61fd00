import { Ledger, type Work } from './ledger.ts';
import type { Sequence, Step } from './steps.ts';
import type { Tab } from './tab.ts';

export interface Codes {
  /** The code of a tab of this version, and of the next. */
  readonly code: string;
  readonly nextCode: string;
}

interface Open {
  readonly frame: HTMLIFrameElement;
  readonly tab: Tab;
  /** What is being done. */
  readonly doing: Set<Promise<unknown>>;
  /** Takes back what only counts once it is stored. */
  readonly unstored: Set<() => void>;
  /** Resolves when the tab has gone away, by whatever. */
  readonly gone: Promise<void>;
  readonly goes: () => void;
  /** Erasures of which the tab has not heard. */
  deaf: number;
  wasFull: boolean;
}

const databaseName = 'safety-net';
const slots = [0, 1, 2];
let tokens = 0;

/** The learner's browser in one sequence: its tabs, its database, and the ledger of what was accepted. */
export class World {
  readonly ledger = new Ledger();
  /** What the sequence contained, by name. */
  readonly contained = new Set<string>();
  readonly #codes: Codes;
  readonly #tabs = new Map<number, Open>();
  /** Frames of tabs that went away by themselves. */
  readonly #left = new Set<HTMLIFrameElement>();
  /** By the import, the tokens of a file that is being read. */
  readonly #reading = new Map<Promise<unknown>, readonly string[]>();
  /** Erasures that have begun and are not known to have ended. */
  #erasing = 0;
  #erasures = 0;
  #deleting = 0;
  #deleted = 0;
  readonly #deletions = new Set<Promise<unknown>>();
  #version = 2;
  #exported: string | undefined;

  constructor(codes: Codes) {
    this.#codes = codes;
  }

  /** Plays a sequence; resolves to what is wrong in the end. */
  async play({ old, look, steps }: Sequence): Promise<readonly string[]> {
    if (old) await this.#bePageOfVersion1();
    for (const [one, pause] of steps) {
      this.#take(one);
      if (this.#tabs.size > 1) this.contained.add('two tabs');
      if (pause === 1) for (let i = 0; i < 3; i++) await turn();
      if (pause === 2) await this.#settled();
    }
    const wrong = look && this.ledger.erased > 0 ? await this.#lookIntoTabs() : [];
    for (const slot of slots) this.#close(slot);
    await Promise.all(this.#deletions);
    const last = this.#open(0);
    await last.tab.opened();
    wrong.push(...this.ledger.wrongIn(await last.tab.found()));
    this.#close(0);
    if (localStorage.length === 0) return wrong;
    // Something lies on the shelf still: once more, after it has been stored.
    const again = this.#open(0);
    await again.tab.opened();
    return [...wrong, ...this.ledger.wrongIn(await again.tab.found())];
  }

  async clear(): Promise<void> {
    for (const slot of slots) this.#close(slot);
    for (const frame of this.#left) frame.remove();
    await Promise.all(this.#deletions);
    await answered(indexedDB.deleteDatabase(databaseName));
    localStorage.clear();
  }

  /** What tabs have in memory that know of all erasures. */
  async #lookIntoTabs(): Promise<string[]> {
    await this.#settled();
    const wrong: string[] = [];
    for (const open of [...this.#tabs.values()]) {
      if (open.deaf > 0) continue;
      const found = await Promise.race([open.tab.found(), open.gone]);
      if (found && open.deaf === 0)
        wrong.push(...this.ledger.risenIn(found).map((one) => `in a tab, ${one}`));
    }
    return wrong;
  }

  async #settled(): Promise<void> {
    await Promise.all(
      [...this.#tabs.values()].map(({ doing, gone }) => Promise.race([Promise.all(doing), gone])),
    );
    await Promise.all(this.#deletions);
  }

  #take(one: Step): void {
    this.contained.add(one.do === 'fail' ? `storage ${one.how}` : one.do);
    if (one.do === 'delete the database') {
      this.#deleteDatabase();
      return;
    }
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
        open.wasFull ||= one.how === 'full';
        at.fail(one.how);
        break;
      case 'answer': {
        const token = this.#born(`answer ${tokens++}`);
        this.#accept(open, 'answers', token, at.answer(`q${one.what}`, token));
        break;
      }
      case 'review': {
        const token = this.#born(new Date(Date.UTC(2026, 0, 1) + tokens++).toISOString());
        this.#accept(open, 'reviews', token, at.review(`c${one.what}`, token));
        break;
      }
      case 'edit': {
        const token = this.#born(`edit ${tokens++}`);
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
        if (this.#exported !== undefined)
          this.#import(open, this.#exported, this.ledger.tokensIn(this.#exported));
        break;
      case 'import device': {
        const { content, own } = recordOfAnotherDevice();
        this.#import(open, content, own);
        break;
      }
      case 'erase':
        this.#erase(open);
        break;
    }
  }

  #born(token: string): string {
    this.ledger.bear(token);
    return token;
  }

  /** Whether what is done in a tab now is done for good: no erasure or deletion is on its way. */
  #counts(open: Open): boolean {
    return open.deaf === 0 && this.#deleting === 0;
  }

  #accept(open: Open, kind: Work, token: string, stored: Promise<unknown>, instead?: string): void {
    if (!this.#counts(open)) {
      this.#doing(open, stored);
      return;
    }
    const back = this.ledger.acceptOver(kind, token, instead);
    open.unstored.add(back);
    this.#doing(
      open,
      stored.then(() => {
        if (open.tab.kept) open.unstored.delete(back);
      }),
    );
  }

  /** A file's records are accepted when the page says that they were taken and are kept. */
  #import(open: Open, content: string, own: readonly string[]): void {
    // Of a file from here, texts that others came after stay replaced, unless all of them were erased.
    const wanted = own.filter(
      (token) =>
        !this.ledger.isBorn(token) || this.ledger.kindOf(token) !== 'texts' || this.ledger.isErased(token),
    );
    for (const token of own) this.ledger.bear(token);
    const [counts, changes] = [this.#counts(open), this.#changes()];
    const imported: Promise<void> = open.tab.import(content).then((kept) => {
      this.#reading.delete(imported);
      if (!kept || !counts || changes !== this.#changes()) return;
      for (const token of wanted) this.ledger.accept(this.ledger.kindOf(token), token);
    });
    this.#reading.set(imported, own);
    this.#doing(open, imported);
  }

  /** How often everything was erased or deleted. */
  #changes(): number {
    return this.#erasures + this.#deleted;
  }

  #erase(open: Open): void {
    this.#erasures++;
    const done = this.ledger.beginErasure([...this.#reading.values()].flat());
    for (const each of this.#tabs.values()) each.deaf++;
    this.#erasing++;
    const deleted = this.#deleted;
    const erased = Promise.race([open.tab.erase(), open.gone]).then((yes) => {
      this.#erasing--;
      // Where there was no space, there may be no mark, by which tabs find out that have not heard of it.
      if (yes === true && !open.wasFull && this.#deleting === 0 && deleted === this.#deleted) done();
    });
    this.#doing(open, erased);
  }

  #deleteDatabase(): void {
    this.ledger.excuseAll();
    this.#pardonTheDeaf();
    localStorage.clear();
    this.#deleted++;
    this.#deleting++;
    const deletion: Promise<void> = answered(indexedDB.deleteDatabase(databaseName)).then(() => {
      this.#pardonTheDeaf();
      this.#deleting--;
      this.#deletions.delete(deletion);
    });
    this.#deletions.add(deletion);
  }

  /** Who has not heard of an erasure finds no mark any more where the database was deleted. */
  #pardonTheDeaf(): void {
    if ([...this.#tabs.values()].some(({ deaf }) => deaf > 0)) this.ledger.pardonAll();
  }

  #doing(open: Open, work: Promise<unknown>): void {
    const done = work.finally(() => open.doing.delete(done));
    open.doing.add(done);
  }

  #open(slot: number, blocked = false): Open {
    const frame = document.createElement('iframe');
    frame.style.display = 'none';
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
    realm.eval(this.#version === 3 ? this.#codes.nextCode : this.#codes.code);
    const { promise: gone, resolve: goes } = Promise.withResolvers<void>();
    const open: Open = {
      frame,
      tab: realm.createTab(),
      doing: new Set(),
      unstored: new Set(),
      gone,
      goes,
      deaf: this.#erasing,
      wasFull: false,
    };
    open.tab.onErasure(() => {
      open.deaf = Math.max(0, open.deaf - 1);
    });
    // A tab that hears that everything was erased loads anew: as if it were closed.
    realm.addEventListener('pagehide', () => {
      if (this.#tabs.get(slot) !== open) return;
      this.#tabs.delete(slot);
      this.#left.add(frame);
      open.goes();
      void turn().then(() => frame.remove());
    });
    this.#tabs.set(slot, open);
    return open;
  }

  /** Closes a tab as a person does: it hears of it. */
  #close(slot: number): void {
    const open = this.#tabs.get(slot);
    if (!open) return;
    this.#tabs.delete(slot);
    open.frame.remove();
    open.goes();
  }

  #kill(slot: number): void {
    const open = this.#tabs.get(slot);
    if (!open) return;
    open.tab.deafen();
    this.#close(slot);
    for (const back of [...open.unstored].reverse()) back();
  }

  async #bePageOfVersion1(): Promise<void> {
    this.contained.add('page of version 1');
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
    for (const token of [text, left, choice])
      this.ledger.accept(this.ledger.kindOf(this.#born(token)), token);
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
    own: [answer, review, text],
  };
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
