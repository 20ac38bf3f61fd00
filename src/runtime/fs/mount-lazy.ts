import { S_IFDIR, S_IFREG } from './flags.ts';
import type { DirectoryInode } from './inode.ts';
import type { InodeTree } from './inode-tree.ts';
import type { Credentials } from './permission.ts';

/** A file of a pack: the entry with the same index as this one in its list. */
export interface LazyFile {
  /** Slash-separated, below the mounted directory. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly executable?: boolean;
}

export function mountLazyFiles(
  tree: InodeTree,
  root: DirectoryInode,
  files: readonly LazyFile[],
  pack: string,
  who: Credentials,
): void {
  files.forEach(({ path, size, executable }, index) => {
    const segments = path.split('/');
    const name = segments.pop() as string;
    let here = root;
    for (const segment of segments) {
      const there = here.entries.get(segment);
      if (there?.kind === 'directory') here = there;
      else {
        if (there) tree.remove(here, segment);
        here = tree.create(here, segment, { mode: S_IFDIR | 0o755, ...who }) as DirectoryInode;
      }
    }
    if (here.entries.has(name)) tree.remove(here, name);
    const mode = S_IFREG | (executable ? 0o755 : 0o644);
    tree.create(here, name, { mode, ...who, size, lazy: { pack, index } });
  });
}
