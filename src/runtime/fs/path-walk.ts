import type { ErrorCode } from './errno.ts';
import { X_OK } from './flags.ts';
import type { DirectoryInode, Inode } from './inode.ts';
import { type Credentials, isAllowed } from './permission.ts';

const MAX_LINKS = 40;
const MAX_PATH = 4096;
const MAX_NAME = 255;

/** Where a path leads: the directory of its last component, the component, and what is there. */
export interface Place {
  readonly parent: DirectoryInode;
  readonly name: string;
  readonly inode: Inode | undefined;
  /** The last component is an ordinary name, and not `.`, `..` or the root. */
  readonly isPlain: boolean;
  /** The path ends in a slash: only a directory will do. */
  readonly wantsDirectory: boolean;
}

export interface WalkStart {
  readonly root: DirectoryInode;
  readonly cwd: DirectoryInode;
  readonly who: Credentials;
}

/**
 * Whether a link as the last component is followed: always, only where a slash stands behind it, or never. `create` is
 * `always` for those who would make a file there: a slash behind the last name ends the walk, in a link's target too.
 */
export type Follow = 'always' | 'create' | 'slash' | 'never';

/** Follows a path to its last component. The code of an error instead, where it ends early. */
export function walk(start: WalkStart, path: string, follow: Follow): Place | ErrorCode {
  if (path === '') return 'ENOENT';
  if (path.length * 3 >= MAX_PATH && new TextEncoder().encode(path).length >= MAX_PATH) return 'ENAMETOOLONG';
  return step(start, path[0] === '/' ? start.root : start.cwd, path, follow, { links: 0 });
}

function step(
  start: WalkStart,
  from: DirectoryInode,
  path: string,
  follow: Follow,
  count: { links: number },
): Place | ErrorCode {
  let here = from;
  let at = 0;
  const end = path.length;
  while (at < end && path[at] === '/') at++;
  if (at === end) {
    if (path === '') return 'ENOENT';
    return { parent: here, name: '', inode: here, isPlain: false, wantsDirectory: true };
  }
  for (;;) {
    let slash = path.indexOf('/', at);
    if (slash === -1) slash = end;
    const name = path.slice(at, slash);
    at = slash;
    while (at < end && path[at] === '/') at++;
    const isLast = at === end;
    const wantsDirectory = isLast && slash < end;

    if (!isAllowed(start.who, here, X_OK)) return 'EACCES';
    if (name === '.' || name === '..') {
      const next: DirectoryInode | undefined = name === '.' ? here : here.parent;
      if (!next) return 'ENOENT';
      if (isLast) return { parent: here, name, inode: next, isPlain: false, wantsDirectory: true };
      here = next;
      continue;
    }
    if (follow === 'create' && wantsDirectory) return 'EISDIR';
    if (isTooLong(name)) return 'ENAMETOOLONG';

    let inode = here.entries.get(name);
    let parent = here;
    let finalName = name;
    const follows =
      !isLast || follow === 'always' || follow === 'create' || (follow === 'slash' && wantsDirectory);
    if (inode?.kind === 'symlink' && follows) {
      if (++count.links > MAX_LINKS) return 'ELOOP';
      const base = inode.target[0] === '/' ? start.root : here;
      const place = step(
        start,
        base,
        inode.target,
        isLast && follow === 'create' ? 'create' : 'always',
        count,
      );
      if (typeof place === 'string') return place;
      if (isLast) {
        return wantsDirectory && !place.wantsDirectory ? { ...place, wantsDirectory } : place;
      }
      ({ inode, parent, name: finalName } = place);
    }
    if (isLast) return { parent, name: finalName, inode, isPlain: true, wantsDirectory };
    if (!inode) return 'ENOENT';
    if (inode.kind !== 'directory') return 'ENOTDIR';
    here = inode;
  }
}

function isTooLong(name: string): boolean {
  if (name.length <= MAX_NAME / 3) return false;
  return name.length > MAX_NAME || new TextEncoder().encode(name).length > MAX_NAME;
}

/** The absolute path of a directory; `undefined` where it or one above it was removed. */
export function pathOfDirectory(directory: DirectoryInode): string | undefined {
  let path = '';
  for (let here = directory; here.parent !== here; here = here.parent) {
    if (!here.parent) return undefined;
    path = `/${here.name}${path}`;
  }
  return path || '/';
}
