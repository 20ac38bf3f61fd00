import type { FlatFiles } from '../files/file-tree.ts';

/** Files as JSON can carry them: all as texts. */
export function textFiles(files: FlatFiles): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, contents]) => [
      path,
      typeof contents === 'string' ? contents : new TextDecoder().decode(contents),
    ]),
  );
}
