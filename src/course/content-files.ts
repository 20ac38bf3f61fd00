import type { FlatFiles } from '../files/file-tree.ts';

/** The files below a folder, by their paths inside it. */
export function filesBelow(files: FlatFiles, folder: string): FlatFiles {
  const prefix = `${folder}/`;
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, contents]) => [path.slice(prefix.length), contents]),
  );
}

/** The names of the folders directly below a folder, sorted. */
export function foldersIn(files: FlatFiles, folder: string): string[] {
  const inside = folder === '' ? Object.keys(files) : Object.keys(filesBelow(files, folder));
  return [
    ...new Set(inside.filter((path) => path.includes('/')).map((path) => path.split('/')[0] as string)),
  ].sort();
}

/** A file as text; `undefined` where there is none. */
export function textOf(files: FlatFiles, path: string): string | undefined {
  const contents = Object.hasOwn(files, path) ? files[path] : undefined;
  return typeof contents === 'string' || contents === undefined
    ? contents
    : new TextDecoder().decode(contents);
}
