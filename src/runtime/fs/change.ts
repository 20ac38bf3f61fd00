/**
 * What happened to a tree of files, as plain data that keeps the copies of several processes in step.
 *
 * Inodes are named by number, so that a change finds its file after a rename. `time` is the new modification time of
 * whatever the change touches.
 */
import type { InodeRecord } from './inode.ts';

export type FileChange =
  | {
      readonly kind: 'create';
      readonly parent: number;
      readonly name: string;
      readonly inode: InodeRecord;
      readonly time: number;
    }
  | {
      readonly kind: 'link';
      readonly parent: number;
      readonly name: string;
      readonly ino: number;
      readonly time: number;
    }
  | { readonly kind: 'remove'; readonly parent: number; readonly name: string; readonly time: number }
  | {
      readonly kind: 'move';
      readonly from: number;
      readonly fromName: string;
      readonly to: number;
      readonly toName: string;
      readonly ino: number;
      readonly time: number;
    }
  | {
      readonly kind: 'write';
      readonly ino: number;
      readonly position: number;
      readonly bytes: Uint8Array;
      readonly time: number;
    }
  /** Bytes for the end of the file, wherever that is by now: appends of two processes both stay. */
  | { readonly kind: 'append'; readonly ino: number; readonly bytes: Uint8Array; readonly time: number }
  | { readonly kind: 'resize'; readonly ino: number; readonly size: number; readonly time: number }
  | {
      readonly kind: 'attributes';
      readonly ino: number;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
      readonly atime: number;
      readonly mtime: number;
      readonly time: number;
    }
  /** The file has exactly these bytes and attributes. */
  | { readonly kind: 'contents'; readonly inode: InodeRecord }
  /** The directory has exactly this under that name; `undefined` for nothing. */
  | {
      readonly kind: 'entry';
      readonly parent: number;
      readonly name: string;
      readonly tree: TreeRecord | undefined;
      readonly time: number;
    };

/** A change on its way between copies. The marks let the hub see that two processes changed the same thing at once. */
export type SharedChange = FileChange & {
  /** Its number in the order of the hub. */
  readonly seq?: number;
  /** The last change of the hub that its author had taken over. */
  readonly seen?: number;
};

/** An inode with everything below it. A file with several names appears once with its bytes at each name. */
export interface TreeRecord {
  readonly inode: InodeRecord;
  readonly children?: readonly (readonly [name: string, tree: TreeRecord])[];
}

/** A whole file system, ready for `postMessage`. Contents of lazily mounted files are not in it, only where they are. */
export interface FileSystemSnapshot {
  readonly root: TreeRecord;
  /** The last change that it holds. */
  readonly seq: number;
  /** How many inodes the tree may have at the receiver; unlimited unless given. */
  readonly mostInodes?: number;
}
