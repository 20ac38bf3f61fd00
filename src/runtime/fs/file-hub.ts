import type { FileChange, FileSystemSnapshot, SharedChange, TreeRecord } from './change.ts';
import { recordFromInode } from './inode.ts';
import { MemoryFileSystem, type MemoryFileSystemOptions } from './memory-file-system.ts';
import { treeRecord } from './tree-record.ts';

/** One change in the order of the hub: `<ino>` is an inode itself, `<ino>/<name>` an entry of a directory. */
interface PastChange {
  readonly seq: number;
  readonly author: number;
  readonly keys: readonly string[];
}

interface Process {
  readonly send: (change: SharedChange) => void;
  /** The number of the last change that it was sent. */
  lastSent: number;
  /** What it was told anew, and when; `<ino>/` is all entries of a directory. */
  readonly corrections: Map<string, number>;
}

/** How many changes are remembered: far more than can be on their way at once. */
const MEMORY = 10_000;

/**
 * How many inodes processes may add. Each process gets a copy of the tree when it starts: with a million files, it would
 * start seconds late.
 */
const INODES_OF_PROCESSES = 2 ** 14;

/** The kernel itself, as the author of changes. */
const HUB = 0;

/**
 * The master copy of the files, which puts the changes of all processes into one order.
 *
 * A process makes its changes at once and tells the hub, which passes them on. Where a process changed something before
 * it heard that another one had, the order here counts, and the process is told how things are now: all copies agree
 * in the end.
 */
export class FileHub extends MemoryFileSystem {
  readonly #processes = new Map<number, Process>();
  /** Inodes that were made here, and by no process. */
  #own = 0;
  /** The latest changes, in their order. */
  #history: PastChange[] = [];

  constructor(options: MemoryFileSystemOptions = {}) {
    super({ ...options, origin: HUB });
    this.onChange = (change) => {
      if (change.kind === 'create') this.#own++;
      this.#passOn(HUB, change);
    };
  }

  /** Adds a process: the state it starts from. `send` gets all changes from here on. */
  attach(pid: number, send: (change: SharedChange) => void): FileSystemSnapshot {
    this.#processes.set(pid, { send, lastSent: this.seen, corrections: new Map() });
    return { ...this.snapshot(), mostInodes: this.#own + INODES_OF_PROCESSES };
  }

  detach(pid: number): void {
    this.#processes.delete(pid);
  }

  /** Takes over a change of a process, in the order in which the process made them. */
  receive(pid: number, change: SharedChange): void {
    // Without its marks, which `applyChange` would take for an order of somebody else.
    const { seq: _seq, seen = this.seen, ...rest } = change;
    const plain = rest as FileChange;
    const keys = this.#keysOf(plain);
    const unseen = this.#changedSince(seen, pid);
    const isLate = keys.some((key) => unseen.has(key) || this.#wasCorrected(pid, key, seen));
    const isApplied = this.applyChange(plain);
    if (isApplied) this.#passOn(pid, plain);
    if (!isLate && isApplied) return;
    for (const key of new Set([...unseen, ...keys])) this.#correct(pid, key);
  }

  #passOn(author: number, change: FileChange): void {
    const seq = ++this.seen;
    this.#history.push({ seq, author, keys: this.#keysOf(change) });
    if (this.#history.length > 2 * MEMORY) this.#history = this.#history.slice(-MEMORY);
    for (const [pid, process] of this.#processes) {
      if (pid === author) continue;
      process.lastSent = seq;
      process.send({ ...change, seq });
    }
  }

  /** What others changed after `seen`, the oldest change first. */
  #changedSince(seen: number, pid: number): Set<string> {
    if (seen >= (this.#processes.get(pid)?.lastSent ?? 0)) return new Set();
    let first = this.#history.length;
    while (first > 0 && (this.#history[first - 1] as PastChange).seq > seen) first--;
    const late = this.#history.slice(first).filter(({ author }) => author !== pid);
    return new Set(late.flatMap(({ keys }) => keys));
  }

  /** Whether the process was told how a thing is, and did not know that when it changed it. */
  #wasCorrected(pid: number, key: string, seen: number): boolean {
    const corrections = this.#processes.get(pid)?.corrections;
    const directory = key.replace(/\/.+$/, '/');
    return Math.max(corrections?.get(key) ?? 0, corrections?.get(directory) ?? 0) > seen;
  }

  #keysOf(change: FileChange): string[] {
    // One inode can have several numbers, where processes made the same file at once.
    const number = (ino: number) => this.tree.get(ino)?.ino ?? ino;
    switch (change.kind) {
      case 'move': {
        const { from, fromName, to, toName } = change;
        return [`${number(from)}/${fromName}`, `${number(to)}/${toName}`];
      }
      case 'write':
      case 'append':
      case 'resize':
      case 'attributes':
        return [`${number(change.ino)}`];
      case 'contents':
        return [`${number(change.inode.ino)}`];
      default:
        return [`${number(change.parent)}/${change.name}`];
    }
  }

  /** Tells a process how a thing is now. */
  #correct(pid: number, key: string): void {
    const process = this.#processes.get(pid);
    const slash = key.indexOf('/');
    const inode = this.tree.get(Number(slash === -1 ? key : key.slice(0, slash)));
    if (!process || !inode) return;
    const seq = ++this.seen;
    process.lastSent = seq;
    process.corrections.set(key, seq);
    if (slash === -1) process.send({ kind: 'contents', inode: recordFromInode(inode), seq });
    else if (inode.kind === 'directory') {
      const name = key.slice(slash + 1);
      const entry = inode.entries.get(name);
      const tree = entry && treeRecord(entry);
      if (tree) markTree(process, tree, seq);
      process.send({ kind: 'entry', parent: inode.ino, name, tree, time: inode.mtime, seq });
    }
  }
}

function markTree(process: Process, { inode: { ino }, children }: TreeRecord, seq: number): void {
  process.corrections.set(`${ino}`, seq);
  if (children) process.corrections.set(`${ino}/`, seq);
  for (const [, child] of children ?? []) markTree(process, child, seq);
}
