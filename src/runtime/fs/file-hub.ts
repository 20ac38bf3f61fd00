import type { FileChange, FileSystemSnapshot, SharedChange } from './change.ts';
import { recordFromInode } from './inode.ts';
import { MemoryFileSystem, type MemoryFileSystemOptions } from './memory-file-system.ts';
import { treeRecord } from './tree-record.ts';

interface Change {
  readonly seq: number;
  readonly author: number;
}

/** The kernel itself, as the author of changes. */
const HUB = 0;

/**
 * The master copy of the files, which puts the changes of all processes into one order.
 *
 * A process makes its changes at once and tells the hub, which passes them on. Where two processes changed the same
 * thing before they heard of each other, the order here counts: the later one is told what came of it, so that all
 * copies agree in the end.
 */
export class FileHub extends MemoryFileSystem {
  readonly #processes = new Map<number, (change: SharedChange) => void>();
  /** Who changed what last: `i<ino>` for the contents of an inode, `e<ino>/<name>` for an entry of a directory. */
  readonly #lastChanges = new Map<string, Change>();

  constructor(options: MemoryFileSystemOptions = {}) {
    super({ ...options, origin: HUB });
    this.onChange = (change) => this.#passOn(HUB, change);
  }

  /** Adds a process: the state it starts from. `send` gets all changes from here on. */
  attach(pid: number, send: (change: SharedChange) => void): FileSystemSnapshot {
    this.#processes.set(pid, send);
    return this.snapshot();
  }

  detach(pid: number): void {
    this.#processes.delete(pid);
  }

  /** Takes over a change of a process, in the order in which the process made them. */
  receive(pid: number, change: SharedChange): void {
    const conflicts = this.#conflictsOf(pid, change);
    // Without its marks: `applyChange` must not take them for an order of somebody else.
    const { seq: _seq, seen: _seen, ...plain } = change;
    this.applyChange(plain as FileChange);
    this.#passOn(pid, plain as FileChange);
    for (const key of conflicts) this.#correct(pid, key);
  }

  #passOn(author: number, change: FileChange): void {
    const seq = ++this.seen;
    for (const key of this.#keysOf(change)) this.#lastChanges.set(key, { seq, author });
    for (const [pid, send] of this.#processes) if (pid !== author) send({ ...change, seq });
  }

  #conflictsOf(pid: number, change: SharedChange): string[] {
    const { seen = this.seen } = change;
    return this.#keysOf(change).filter((key) => {
      const last = this.#lastChanges.get(key);
      return last !== undefined && last.author !== pid && last.seq > seen;
    });
  }

  #keysOf(change: FileChange): string[] {
    // One inode can have several numbers, where processes made the same file at once.
    const number = (ino: number) => this.tree.get(ino)?.ino ?? ino;
    switch (change.kind) {
      case 'move': {
        const { from, fromName, to, toName } = change;
        return [`e${number(from)}/${fromName}`, `e${number(to)}/${toName}`];
      }
      case 'write':
      case 'append':
      case 'resize':
      case 'attributes':
        return [`i${number(change.ino)}`];
      case 'contents':
        return [`i${number(change.inode.ino)}`];
      default:
        return [`e${number(change.parent)}/${change.name}`];
    }
  }

  /** Tells a process how a thing is now that it changed without knowing of another change. */
  #correct(pid: number, key: string): void {
    const send = this.#processes.get(pid);
    if (!send) return;
    const seq = ++this.seen;
    this.#lastChanges.set(key, { seq, author: HUB });
    const slash = key.indexOf('/');
    if (slash === -1) {
      const inode = this.tree.get(Number(key.slice(1)));
      if (inode) send({ kind: 'contents', inode: recordFromInode(inode), seq });
      return;
    }
    const parent = Number(key.slice(1, slash));
    const name = key.slice(slash + 1);
    const directory = this.tree.get(parent);
    if (directory?.kind !== 'directory') return;
    const entry = directory.entries.get(name);
    send({ kind: 'entry', parent, name, tree: entry && treeRecord(entry), time: directory.mtime, seq });
  }
}
