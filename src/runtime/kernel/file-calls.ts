import type { FileTree } from '../../files/file-tree.ts';
import type { MemoryFileSystem } from '../fs/memory-file-system.ts';

const UV_DIRENT_DIR = 2;
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;

/** What the page asks of the files, on absolute paths; failures are `FileSystemError`s. */
export interface FileCalls {
  mount(path: string, tree: FileTree): void;
  readFile(path: string): Uint8Array;
  writeFile(path: string, data: string | Uint8Array): void;
  rm(path: string): void;
  /** All files below a folder, sorted, `node_modules` left out. */
  list(path: string): string[];
}

export function createFileCalls(files: MemoryFileSystem): FileCalls {
  const isDirectory = (path: string) => ((files.lstatIfExists(path)?.mode ?? 0) & S_IFMT) === S_IFDIR;
  const mount = (path: string, tree: FileTree): void => {
    if (!isDirectory(path)) {
      remove(path);
      files.mkdirRecursive(path, 0o755);
    }
    for (const [name, entry] of Object.entries(tree)) {
      const child = `${path}/${name}`;
      if ('directory' in entry) mount(child, entry.directory);
      else {
        if (isDirectory(child)) remove(child);
        files.writeFile(child, entry.file.contents);
      }
    }
  };
  const remove = (path: string): void => {
    if (!files.lstatIfExists(path)) return;
    if (!isDirectory(path)) {
      files.unlink(path);
      return;
    }
    for (const { name } of files.readdir(path)) remove(`${path}/${name}`);
    files.rmdir(path);
  };
  function* walk(path: string): Generator<string> {
    for (const { name, type } of files.readdir(path)) {
      const child = `${path}/${name}`;
      if (type !== UV_DIRENT_DIR) yield child;
      else if (name !== 'node_modules') yield* walk(child);
    }
  }
  return {
    mount,
    readFile: (path) => files.readFile(path),
    writeFile(path, data) {
      files.mkdirRecursive(path.slice(0, path.lastIndexOf('/')) || '/', 0o755);
      files.writeFile(path, data);
    },
    rm: remove,
    list: (path) => [...walk(path)].sort(),
  };
}
