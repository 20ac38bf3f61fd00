import type { FileChange } from './change.ts';
import { S_IFMT } from './flags.ts';
import type { DirectoryInode, Inode } from './inode.ts';
import type { InodeTree } from './inode-tree.ts';
import { attachTree, restoreInode } from './tree-record.ts';

type ChangeOf<Kind extends FileChange['kind']> = Extract<FileChange, { kind: Kind }>;

/**
 * Brings a change of another process into a tree. The last writer wins; what has no place any more (a write to a file
 * that is gone) is dropped, and the result is false. Watchers hear of it, `onChange` does not.
 */
export function applyChange(tree: InodeTree, change: FileChange): boolean {
  switch (change.kind) {
    case 'create':
      return applyCreate(tree, change);
    case 'link':
      return applyLink(tree, change);
    case 'remove':
      return applyRemove(tree, change);
    case 'move':
      return applyMove(tree, change);
    case 'write':
    case 'append':
    case 'resize':
      return applyToContents(tree, change);
    case 'attributes':
      return applyAttributes(tree, change);
    case 'contents': {
      const inode = tree.match(change.inode);
      if (inode) restoreInode(tree, inode, change);
      return inode !== undefined;
    }
    case 'entry': {
      const parent = directory(tree, change.parent);
      if (parent && change.tree) attachTree(tree, parent, change.name, change.tree);
      else if (parent) tree.removeEntry(parent, change.name, change.time);
      return parent !== undefined;
    }
  }
}

function applyCreate(
  tree: InodeTree,
  { parent: parentIno, name, inode: record, time }: ChangeOf<'create'>,
): boolean {
  const parent = directory(tree, parentIno);
  if (!parent) return false;
  const there = parent.entries.get(name);
  if (there && there === tree.get(record.ino)) return true;
  const isSameType = there && (there.mode & S_IFMT) === (record.mode & S_IFMT);
  // Both processes made it: it is one file, so that what both append to it stays.
  if (isSameType && (there.kind === 'file' || there.kind === 'directory')) tree.alias(there, [record.ino]);
  else {
    tree.removeEntry(parent, name, time);
    tree.addEntry(parent, name, tree.register(record), time);
  }
  return true;
}

function applyLink(tree: InodeTree, { parent: parentIno, name, ino, time }: ChangeOf<'link'>): boolean {
  const parent = directory(tree, parentIno);
  const inode = tree.get(ino);
  if (!parent || !inode || inode.kind === 'directory') return false;
  if (parent.entries.get(name) === inode) return true;
  tree.removeEntry(parent, name, time);
  tree.addEntry(parent, name, inode, time);
  return true;
}

function applyRemove(tree: InodeTree, { parent: parentIno, name, time }: ChangeOf<'remove'>): boolean {
  const parent = directory(tree, parentIno);
  if (!parent?.entries.has(name)) return false;
  tree.removeEntry(parent, name, time);
  return true;
}

function applyMove(tree: InodeTree, { from, fromName, to, toName, ino, time }: ChangeOf<'move'>): boolean {
  const source = directory(tree, from);
  const target = directory(tree, to);
  const inode = tree.get(ino);
  if (!source || !target || !inode || source.entries.get(fromName) !== inode) return false;
  const replaced = target.entries.get(toName);
  if (isWithin(target, inode) || (replaced && isWithin(source, replaced))) return false;
  tree.moveEntry(inode, source, fromName, target, toName, time);
  return true;
}

function applyToContents(tree: InodeTree, change: ChangeOf<'write' | 'append' | 'resize'>): boolean {
  const inode = tree.get(change.ino);
  if (inode?.kind !== 'file') return false;
  if (change.kind === 'resize') tree.resizeFile(inode, change.size, change.time);
  else {
    const position = change.kind === 'write' ? change.position : inode.size;
    tree.writeBytes(inode, position, change.bytes, change.time);
  }
  return true;
}

function applyAttributes(tree: InodeTree, change: ChangeOf<'attributes'>): boolean {
  const inode = tree.get(change.ino);
  if (!inode) return false;
  const { mode, uid, gid, atime, mtime, time } = change;
  tree.assignAttributes(inode, { mode, uid, gid, atime, mtime }, time);
  return true;
}

function directory(tree: InodeTree, ino: number): DirectoryInode | undefined {
  const inode = tree.get(ino);
  return inode?.kind === 'directory' && inode.parent ? inode : undefined;
}

/** Whether a directory is `inode` or lies below it. */
export function isWithin(candidate: DirectoryInode, inode: Inode): boolean {
  for (let here: DirectoryInode | undefined = candidate; here; here = here.parent) {
    if (here === inode) return true;
    if (here === here.parent) return false;
  }
  return false;
}
