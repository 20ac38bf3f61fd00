import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A folder on disk as a `FileTree`, `.git` left out and links followed. */
export function treeFromFolder(folder) {
  const tree = {};
  for (const name of readdirSync(folder)) {
    if (name === '.git') continue;
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) tree[name] = { directory: treeFromFolder(path) };
    else if (stats?.isFile()) tree[name] = { file: { contents: new Uint8Array(readFileSync(path)) } };
  }
  return tree;
}
