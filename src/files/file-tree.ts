/**
 * Files as plain data, in the shape of WebContainer's `FileSystemTree`
 * (https://webcontainers.io/guides/working-with-the-file-system), and the flat form that is easier to compare.
 */

export interface FileNode {
  readonly file: { readonly contents: string | Uint8Array };
}

export interface DirectoryNode {
  readonly directory: FileTree;
}

/** Names to files and folders. A name is one path segment: no slash, not `.` or `..`, not empty. */
export interface FileTree {
  readonly [name: string]: FileNode | DirectoryNode;
}

/** Slash-separated relative paths to contents, without empty folders. */
export type FlatFiles = Readonly<Record<string, string | Uint8Array>>;

export type FileChange =
  | { readonly kind: 'added'; readonly path: string }
  | { readonly kind: 'removed'; readonly path: string }
  | { readonly kind: 'changed'; readonly path: string };

/** Says that a path cannot stand in a tree, and why. */
export class FilePathError extends Error {
  override readonly name = 'FilePathError';
  readonly code = 'ERR_FILE_PATH';
}

/** Splits a relative path into segments; `./` at the start is allowed, `..`, empty segments and absolute paths are not. */
export function pathSegments(path: string): string[] {
  const segments = path.replace(/^(?:\.\/)+/, '').split('/');
  for (const segment of segments) {
    if (segment === '' || segment === '.' || segment === '..' || segment.includes('\0')) {
      throw new FilePathError(
        `\`${path}\` cannot be a file path: write it relative to the project, as in \`src/server.mjs\`.`,
      );
    }
  }
  return segments;
}

/** The tree with these files; a path that is a file and a folder at once is an error. */
export function treeFromFlat(files: FlatFiles): FileTree {
  const root: Record<string, FileNode | DirectoryNode> = Object.create(null);
  for (const [path, contents] of Object.entries(files)) {
    const segments = pathSegments(path);
    const name = segments.pop() as string;
    let here = root;
    for (const segment of segments) {
      const next = (here[segment] ??= { directory: Object.create(null) as FileTree });
      if (!('directory' in next))
        throw new FilePathError(`\`${path}\` lies below \`${segment}\`, which is a file.`);
      here = next.directory as Record<string, FileNode | DirectoryNode>;
    }
    const there = here[name];
    if (there && 'directory' in there) throw new FilePathError(`\`${path}\` is a file and a folder at once.`);
    here[name] = { file: { contents } };
  }
  return root;
}

/** Every file of the tree by its path, sorted. Empty folders are lost. */
export function flatFromTree(tree: FileTree): FlatFiles {
  const out: [string, string | Uint8Array][] = [];
  const walk = (node: FileTree, prefix: string): void => {
    for (const [name, entry] of Object.entries(node)) {
      if ('directory' in entry) walk(entry.directory, `${prefix}${name}/`);
      else out.push([`${prefix}${name}`, entry.file.contents]);
    }
  };
  walk(tree, '');
  out.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(out);
}

/** `base` with the files of `over` laid on top; where a file meets a folder, `over` wins. */
export function mergeTrees(base: FileTree, over: FileTree): FileTree {
  const out: Record<string, FileNode | DirectoryNode> = Object.assign(Object.create(null), base);
  for (const [name, entry] of Object.entries(over)) {
    const there = out[name];
    out[name] =
      'directory' in entry && there && 'directory' in there
        ? { directory: mergeTrees(there.directory, entry.directory) }
        : entry;
  }
  return out;
}

/** What must happen to `before` to become `after`, sorted by path. */
export function diffFiles(before: FlatFiles, after: FlatFiles): FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path): FileChange[] => {
    const a = Object.hasOwn(before, path) ? before[path] : undefined;
    const b = Object.hasOwn(after, path) ? after[path] : undefined;
    if (b === undefined) return [{ kind: 'removed', path }];
    if (a === undefined) return [{ kind: 'added', path }];
    return sameContents(a, b) ? [] : [{ kind: 'changed', path }];
  });
}

/** Whether two contents are the same bytes; a string counts as its UTF-8 form. */
export function sameContents(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b;
  const encode = (x: string | Uint8Array) => (typeof x === 'string' ? new TextEncoder().encode(x) : x);
  const x = encode(a);
  const y = encode(b);
  return x.length === y.length && x.every((byte, i) => byte === y[i]);
}
