import type { FileChange, FileSystemSnapshot } from './change.ts';
import { readContents, replaceContents, resizeContents, writeContents } from './file-contents.ts';
import { S_IFDIR } from './flags.ts';
import {
  type DirectoryInode,
  type FileInode,
  type Inode,
  type InodeRecord,
  inodeFromRecord,
} from './inode.ts';
import { attachTree, treeRecord } from './tree-record.ts';
import { type WatchEvent, WatchRegistry } from './watch-registry.ts';

/** Where the bytes of lazily mounted files come from; called once per file, when it is first read. */
export interface FilePack {
  read(index: number): Uint8Array;
}

export interface Attributes {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly atime?: number;
  readonly mtime?: number;
}

export interface InodeTreeOptions {
  readonly clock: () => number;
  /** Distinguishes the inode numbers of this process from those of all others. */
  readonly origin: number;
  readonly packs?: ReadonlyMap<string, FilePack>;
  readonly snapshot?: FileSystemSnapshot | undefined;
}

const INODES_PER_ORIGIN = 2 ** 32;

/**
 * The inodes of a file system and the changes that are possible to them. Paths, permissions and descriptors are matters
 * of the layers above: nothing here fails.
 */
export class InodeTree {
  readonly root: DirectoryInode;
  readonly watches = new WatchRegistry();
  /** Bytes held by files, without those that are still in their pack. */
  storedBytes = 0;
  /** Hears every change that was made here, and not those that came in through `applyChange`. */
  onChange: ((change: FileChange) => void) | undefined;
  readonly packs: Map<string, FilePack>;
  readonly clock: () => number;
  readonly #inodes = new Map<number, Inode>();
  #nextIno: number;

  constructor(options: InodeTreeOptions) {
    this.clock = options.clock;
    this.packs = new Map(options.packs);
    this.#nextIno = options.origin * INODES_PER_ORIGIN + 2;
    const time = this.clock();
    const record = options.snapshot?.root.inode ?? {
      ...{ ino: 1, mode: S_IFDIR | 0o755, uid: 0, gid: 0 },
      ...{ atime: time, mtime: time, ctime: time, birthtime: time },
    };
    this.root = this.register(record) as DirectoryInode;
    this.root.parent = this.root;
    for (const [name, tree] of options.snapshot?.root.children ?? []) attachTree(this, this.root, name, tree);
  }

  get inodeCount(): number {
    return this.#inodes.size;
  }

  /** The inode of a number, or of an alias of it. */
  get(ino: number): Inode | undefined {
    const inode = this.#inodes.get(ino);
    if (!inode || inode.ino === ino || this.#inodes.get(inode.ino) === inode) return inode;
    this.#inodes.delete(ino);
    return undefined;
  }

  /** The inode that a record of the hub is about. A number that only this process takes for its alias does not count. */
  match({ ino, aliases = [] }: InodeRecord): Inode | undefined {
    const numbers = [ino, ...aliases];
    return numbers.map((number) => this.get(number)).find((inode) => inode && numbers.includes(inode.ino));
  }

  /** Lets more numbers stand for an inode: two processes made the same file at the same time. */
  alias(inode: Inode, numbers: readonly number[]): void {
    for (const number of numbers) {
      if (number !== inode.ino && !inode.aliases.includes(number)) inode.aliases.push(number);
      this.#inodes.set(number, inode);
    }
  }

  register(record: InodeRecord): Inode {
    const inode = inodeFromRecord(record);
    this.alias(inode, [inode.ino, ...inode.aliases]);
    if (inode.kind === 'file') this.storedBytes += storedBytesOf(inode);
    return inode;
  }

  snapshot(seq: number): FileSystemSnapshot {
    return { root: treeRecord(this.root), seq };
  }

  /** A new inode under a free name. */
  create(
    parent: DirectoryInode,
    name: string,
    init: Pick<InodeRecord, 'mode' | 'uid' | 'gid' | 'target' | 'device' | 'size' | 'lazy'>,
  ): Inode {
    const time = this.clock();
    const record = {
      ...{ ino: this.#nextIno++, ...init },
      ...{ atime: time, mtime: time, ctime: time, birthtime: time },
    };
    const inode = this.register(record);
    this.addEntry(parent, name, inode, time);
    this.onChange?.({ kind: 'create', parent: parent.ino, name, inode: record, time });
    return inode;
  }

  link(parent: DirectoryInode, name: string, inode: Inode): void {
    const time = this.clock();
    this.notify(inode, 'attrib');
    this.addEntry(parent, name, inode, time);
    this.onChange?.({ kind: 'link', parent: parent.ino, name, ino: inode.ino, time });
  }

  /** Takes a name away; a directory goes with all that is in it. */
  remove(parent: DirectoryInode, name: string): void {
    const time = this.clock();
    this.removeEntry(parent, name, time);
    this.onChange?.({ kind: 'remove', parent: parent.ino, name, time });
  }

  /** Gives an entry another name; whatever had that name goes. */
  move(from: DirectoryInode, fromName: string, to: DirectoryInode, toName: string): void {
    const inode = from.entries.get(fromName);
    if (!inode) return;
    const time = this.clock();
    this.moveEntry(inode, from, fromName, to, toName, time);
    const { ino } = inode;
    this.onChange?.({ kind: 'move', from: from.ino, fromName, to: to.ino, toName, ino, time });
  }

  /** Writes at a position, or at the end for `undefined`. The bytes may be reused by the caller. */
  write(inode: FileInode, position: number | undefined, bytes: Uint8Array): void {
    const time = this.clock();
    this.writeBytes(inode, position ?? inode.size, bytes, time);
    if (!this.onChange) return;
    const { ino } = inode;
    const copy = bytes.slice();
    if (position === undefined) this.onChange({ kind: 'append', ino, bytes: copy, time });
    else this.onChange({ kind: 'write', ino, position, bytes: copy, time });
  }

  resize(inode: FileInode, size: number): void {
    const time = this.clock();
    this.resizeFile(inode, size, time);
    this.onChange?.({ kind: 'resize', ino: inode.ino, size, time });
  }

  setAttributes(inode: Inode, attributes: Attributes): void {
    const time = this.clock();
    const { mode, uid, gid, atime, mtime } = { ...inode, ...attributes };
    this.assignAttributes(inode, { mode, uid, gid, atime, mtime }, time);
    this.onChange?.({ kind: 'attributes', ino: inode.ino, mode, uid, gid, atime, mtime, time });
  }

  read(inode: FileInode, position: number, into: Uint8Array): number {
    this.load(inode);
    // As with `relatime`: the first read after a change counts. It is nobody else's business.
    if (inode.atime <= inode.mtime) inode.atime = this.clock();
    return readContents(inode, position, into);
  }

  /** Fetches the bytes of a file that still lie in their pack. */
  load(inode: FileInode): void {
    const { lazy } = inode;
    if (!lazy || inode.data.length === inode.size) return;
    const pack = this.packs.get(lazy.pack);
    if (!pack) throw new Error(`No pack \`${lazy.pack}\` for a lazily mounted file: pass it in \`packs\`.`);
    const { size } = inode;
    replaceContents(inode, pack.read(lazy.index));
    if (inode.size !== size) {
      throw new Error(
        `Entry ${lazy.index} of pack \`${lazy.pack}\` has ${inode.size} bytes, but was mounted with ${size}.`,
      );
    }
  }

  opened(inode: Inode): void {
    if (inode.kind === 'file') inode.openCount++;
  }

  closed(inode: Inode): void {
    if (inode.kind !== 'file') return;
    inode.openCount--;
    this.#releaseIfUnused(inode);
  }

  addEntry(parent: DirectoryInode, name: string, inode: Inode, time: number): void {
    parent.entries.set(name, inode);
    if (inode.kind === 'directory') {
      inode.parent = parent;
      inode.name = name;
      parent.nlink++;
    } else {
      inode.nlink++;
      inode.ctime = time;
    }
    touch(parent, time);
    this.watches.notify(parent.ino, 'create', name);
  }

  removeEntry(parent: DirectoryInode, name: string, time: number): void {
    const inode = parent.entries.get(name);
    if (!inode) return;
    if (inode.kind === 'directory')
      for (const child of [...inode.entries.keys()]) this.removeEntry(inode, child, time);
    parent.entries.delete(name);
    touch(parent, time);
    this.#dropName(parent, inode, time);
    // The file hears of its end before the directory does, as on Linux.
    this.#releaseIfUnused(inode);
    this.watches.notify(parent.ino, 'delete', name);
  }

  moveEntry(
    inode: Inode,
    from: DirectoryInode,
    fromName: string,
    to: DirectoryInode,
    toName: string,
    time: number,
  ): void {
    const replaced = to.entries.get(toName);
    if (replaced === inode) return;
    if (from.entries.get(fromName) === inode) from.entries.delete(fromName);
    // First out of the map, so that the new entry comes last in the order of making.
    to.entries.delete(toName);
    to.entries.set(toName, inode);
    touch(from, time);
    touch(to, time);
    inode.ctime = time;
    if (inode.kind === 'directory') {
      from.nlink--;
      to.nlink++;
      inode.parent = to;
      inode.name = toName;
    }
    this.watches.notify(from.ino, 'moved-from', fromName);
    this.watches.notify(to.ino, 'moved-to', toName);
    this.watches.notify(inode.ino, 'move-self');
    if (!replaced) return;
    this.#dropName(to, replaced, time);
    this.#releaseIfUnused(replaced);
  }

  writeBytes(inode: FileInode, position: number, bytes: Uint8Array, time: number): void {
    this.#changeContents(inode, time, () => writeContents(inode, position, bytes));
  }

  resizeFile(inode: FileInode, size: number, time: number): void {
    this.#changeContents(inode, time, () => resizeContents(inode, size));
  }

  replaceFile(inode: FileInode, bytes: Uint8Array, time: number): void {
    this.#changeContents(inode, time, () => replaceContents(inode, bytes));
  }

  assignAttributes(inode: Inode, attributes: Required<Attributes>, time: number): void {
    Object.assign(inode, attributes);
    inode.ctime = time;
    this.notify(inode, 'attrib');
  }

  /** Tells those who watch a directory that the inode is in, then those who watch it itself. */
  notify(inode: Inode, event: WatchEvent): void {
    if (this.watches.isIdle) return;
    for (const ino of this.watches.watched()) {
      const directory = this.#inodes.get(ino);
      if (directory?.kind !== 'directory') continue;
      for (const [name, entry] of directory.entries)
        if (entry === inode) this.watches.notify(ino, event, name);
    }
    this.watches.notify(inode.ino, event);
  }

  #changeContents(inode: FileInode, time: number, change: () => void): void {
    this.load(inode);
    const before = storedBytesOf(inode);
    inode.lazy = undefined;
    change();
    this.storedBytes += storedBytesOf(inode) - before;
    touch(inode, time);
    this.notify(inode, 'modify');
  }

  #dropName(parent: DirectoryInode, inode: Inode, time: number): void {
    inode.ctime = time;
    if (inode.kind === 'directory') {
      parent.nlink--;
      inode.nlink = 0;
      inode.parent = undefined;
    } else {
      inode.nlink--;
      this.watches.notify(inode.ino, 'attrib');
    }
  }

  #releaseIfUnused(inode: Inode): void {
    if (inode.nlink > 0 || (inode.kind === 'file' && inode.openCount > 0)) return;
    if (inode.kind === 'file') this.storedBytes -= storedBytesOf(inode);
    this.#inodes.delete(inode.ino);
    this.watches.notify(inode.ino, 'delete-self');
    this.watches.notify(inode.ino, 'ignored');
    this.watches.forget(inode.ino);
  }
}

function touch(inode: Inode, time: number): void {
  inode.mtime = time;
  inode.ctime = time;
}

function storedBytesOf(inode: FileInode): number {
  return inode.lazy ? 0 : Math.min(inode.size, inode.data.length);
}
