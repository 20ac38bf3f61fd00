import type { ErrorCode } from './errno.ts';
import type { Fail } from './failure.ts';
import { W_OK, X_OK } from './flags.ts';
import type { DirectoryInode, Inode } from './inode.ts';
import type { InodeTree } from './inode-tree.ts';
import type { OpenFiles } from './open-files.ts';
import { type Follow, type Place, walk } from './path-walk.ts';
import { type Credentials, isAllowed, mayRemove } from './permission.ts';

const DEEPEST = 256;

/** A place with something at it. */
export interface ExistingPlace extends Place {
  readonly inode: Inode;
}

/** The tree as one process sees it: who asks, and from which directory. */
export class Volume {
  readonly tree: InodeTree;
  readonly files: OpenFiles;
  readonly who: Credentials;
  readonly mostInodes: number;
  umask: number;
  cwd: DirectoryInode;

  constructor(tree: InodeTree, files: OpenFiles, who: Credentials, umask: number, mostInodes: number) {
    this.mostInodes = mostInodes;
    this.tree = tree;
    this.files = files;
    this.who = who;
    this.umask = umask;
    this.cwd = tree.root;
  }

  /** Where a path leads, whether something is there or not. */
  walk(path: string, follow: Follow, fail: Fail): Place {
    const place = walk({ root: this.tree.root, cwd: this.cwd, who: this.who }, path, follow);
    return typeof place === 'string' ? fail(place) : place;
  }

  lookup(path: string, follow: Follow): ExistingPlace | ErrorCode {
    const place = walk({ root: this.tree.root, cwd: this.cwd, who: this.who }, path, follow);
    if (typeof place === 'string') return place;
    if (!place.inode) return 'ENOENT';
    if (place.wantsDirectory && place.inode.kind !== 'directory') return 'ENOTDIR';
    return place as ExistingPlace;
  }

  existing(path: string, follow: Follow, fail: Fail): ExistingPlace {
    const place = this.lookup(path, follow);
    return typeof place === 'string' ? fail(place) : place;
  }

  /** A name that is free for something new. */
  free(path: string, fail: Fail, forDirectory: boolean): Place {
    const place = this.walk(path, 'never', fail);
    if (place.inode) fail('EEXIST');
    if (place.wantsDirectory && !forDirectory) fail('ENOENT');
    this.demandWritable(place.parent, fail);
    return place;
  }

  /** Fails unless the process may add names to a directory. */
  demandWritable(directory: DirectoryInode, fail: Fail): void {
    if (!directory.parent) fail('ENOENT');
    if (!isAllowed(this.who, directory, W_OK | X_OK)) fail('EACCES');
  }

  /** Fails where the tree has as many inodes as it may have. */
  demandRoom(fail: Fail): void {
    if (this.tree.inodeCount >= this.mostInodes) fail('ENOSPC');
  }

  /** Fails where so many more directories in a row below `directory` would be too deep for those who copy trees. */
  demandDepth(directory: DirectoryInode, more: number, fail: Fail): void {
    let depth = more;
    for (let here = directory; here.parent && here.parent !== here; here = here.parent) depth++;
    if (depth > DEEPEST) fail('ENAMETOOLONG');
  }

  /** Fails unless the process may take this name out of its directory. */
  demandRemovable({ parent, inode }: ExistingPlace, fail: Fail): void {
    if (mayRemove(this.who, parent, inode)) return;
    fail(isAllowed(this.who, parent, W_OK | X_OK) ? 'EPERM' : 'EACCES');
  }

  /** What a new inode of the process starts with. */
  newInode(type: number, mode: number): { mode: number; uid: number; gid: number } {
    return { mode: type | (mode & ~this.umask), ...this.who };
  }
}
