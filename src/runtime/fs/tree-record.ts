/** Trees as records, and back. */
import type { TreeRecord } from './change.ts';
import { type DirectoryInode, type Inode, inodeSize, recordFromInode } from './inode.ts';
import type { InodeTree } from './inode-tree.ts';

export function treeRecord(inode: Inode): TreeRecord {
  if (inode.kind !== 'directory') return { inode: recordFromInode(inode) };
  const children = [...inode.entries].map(([name, child]) => [name, treeRecord(child)] as const);
  return { inode: recordFromInode(inode), children };
}

/** Makes the entry exactly what the record says: what is there already is kept where it is the same inode. */
export function attachTree(tree: InodeTree, parent: DirectoryInode, name: string, record: TreeRecord): void {
  const { ctime } = record.inode;
  const there = parent.entries.get(name);
  if (there && there !== tree.match(record.inode)) tree.removeEntry(parent, name, ctime);
  // Looked up again: what was removed may have held it.
  const known = tree.match(record.inode);
  const inode = known ?? tree.register(record.inode);
  if (there !== inode) {
    if (inode.kind === 'directory' && inode.parent) {
      inode.parent.entries.delete(inode.name);
      inode.parent.nlink--;
    }
    tree.addEntry(parent, name, inode, ctime);
  }
  if (known) restoreInode(tree, known, record);
  if (inode.kind === 'directory') {
    const children = record.children ?? [];
    const names = new Set(children.map(([child]) => child));
    for (const child of [...inode.entries.keys()])
      if (!names.has(child)) tree.removeEntry(inode, child, ctime);
    for (const [child, childRecord] of children) attachTree(tree, inode, child, childRecord);
  }
  inode.mtime = record.inode.mtime;
  inode.ctime = ctime;
}

/** Gives an inode the bytes and attributes of a record. */
export function restoreInode(tree: InodeTree, inode: Inode, { inode: record }: TreeRecord): void {
  const { ino, aliases = [], mode, uid, gid, atime, mtime, ctime, bytes, size = 0 } = record;
  tree.alias(inode, [ino, ...aliases]);
  if (inode.kind === 'file' && bytes && !sameBytes(inode.data, bytes, inodeSize(inode))) {
    tree.replaceFile(inode, bytes, mtime);
    if (size !== bytes.length) tree.resizeFile(inode, size, mtime);
  }
  tree.assignAttributes(inode, { mode, uid, gid, atime, mtime }, ctime);
}

function sameBytes(data: Uint8Array, bytes: Uint8Array, size: number): boolean {
  if (size !== bytes.length || data.length < size) return false;
  return bytes.every((byte, i) => byte === data[i]);
}
