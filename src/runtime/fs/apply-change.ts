import type { FileChange } from './change.ts';
import { S_IFMT } from './flags.ts';
import type { DirectoryInode, Inode } from './inode.ts';
import type { InodeTree } from './inode-tree.ts';
import { attachTree, restoreInode } from './tree-record.ts';

type ChangeOf<Kind extends FileChange['kind']> = Extract<FileChange, { kind: Kind }>;

/**
 * Brings a change of another process into a tree. The last writer wins; what has no place any more (a write to a file
 * that is gone) is dropped. Watchers hear of it, `onChange` does not.
 */
export function applyChange(tree: InodeTree, change: FileChange): void {
  switch (change.kind) {
    case 'create':
      applyCreate(tree, change);
      break;
    case 'link':
      applyLink(tree, change);
      break;
    case 'remove': {
      const parent = directory(tree, change.parent);
      if (parent) tree.removeEntry(parent, change.name, change.time);
      break;
    }
    case 'move':
      applyMove(tree, change);
      break;
    case 'write':
    case 'append':
    case 'resize':
      applyToContents(tree, change);
      break;
    case 'attributes': {
      const inode = tree.get(change.ino);
      const { mode, uid, gid, atime, mtime } = change;
      if (inode) tree.assignAttributes(inode, { mode, uid, gid, atime, mtime }, change.time);
      break;
    }
    case 'contents': {
      const inode = tree.get(change.inode.ino);
      if (inode) restoreInode(tree, inode, change);
      break;
    }
    case 'entry': {
      const parent = directory(tree, change.parent);
      if (!parent) break;
      if (change.tree) attachTree(tree, parent, change.name, change.tree);
      else tree.removeEntry(parent, change.name, change.time);
    }
  }
}

function applyCreate(
  tree: InodeTree,
  { parent: parentIno, name, inode: record, time }: ChangeOf<'create'>,
): void {
  const parent = directory(tree, parentIno);
  const there = parent?.entries.get(name);
  if (!parent || there?.ino === record.ino) return;
  const isSameType = there && (there.mode & S_IFMT) === (record.mode & S_IFMT);
  // Both processes made it: it is one file, so that what both append to it stays.
  if (isSameType && (there.kind === 'file' || there.kind === 'directory')) tree.alias(record.ino, there);
  else {
    tree.removeEntry(parent, name, time);
    tree.addEntry(parent, name, tree.register(record), time);
  }
}

function applyLink(tree: InodeTree, { parent: parentIno, name, ino, time }: ChangeOf<'link'>): void {
  const parent = directory(tree, parentIno);
  const inode = tree.get(ino);
  if (!parent || !inode || inode.kind === 'directory' || parent.entries.get(name) === inode) return;
  tree.removeEntry(parent, name, time);
  tree.addEntry(parent, name, inode, time);
}

function applyMove(tree: InodeTree, { from, fromName, to, toName, ino, time }: ChangeOf<'move'>): void {
  const source = directory(tree, from);
  const target = directory(tree, to);
  const inode = tree.get(ino);
  if (!source || !target || !inode || source.entries.get(fromName) !== inode || isWithin(target, inode))
    return;
  tree.moveEntry(inode, source, fromName, target, toName, time);
}

function applyToContents(tree: InodeTree, change: ChangeOf<'write' | 'append' | 'resize'>): void {
  const inode = tree.get(change.ino);
  if (inode?.kind !== 'file') return;
  if (change.kind === 'resize') tree.resizeFile(inode, change.size, change.time);
  else {
    const position = change.kind === 'write' ? change.position : inode.size;
    tree.writeBytes(inode, position, change.bytes, change.time);
  }
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
