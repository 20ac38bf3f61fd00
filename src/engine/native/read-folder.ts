import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FlatFiles } from '../../files/file-tree.ts';

/** The files of a folder by their relative paths, sorted; UTF-8 as text, anything else as bytes; `node_modules` and `.git` left out. */
export async function readFolder(folder: string): Promise<FlatFiles> {
  const found: [string, string | Uint8Array][] = [];
  const walk = async (here: string, prefix: string): Promise<void> => {
    for (const entry of await readdir(here, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === '.git') continue;
      const path = join(here, entry.name);
      if (entry.isDirectory()) await walk(path, `${prefix}${entry.name}/`);
      else if (entry.isFile()) found.push([prefix + entry.name, textOrBytes(await readFile(path))]);
    }
  };
  await walk(folder, '');
  found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(found);
}

function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new Uint8Array(bytes);
  }
}
