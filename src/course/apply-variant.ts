import type { FlatFiles } from '../files/file-tree.ts';
import { authorMessages } from './author-messages.ts';
import { textOf } from './content-files.ts';
import type { Reader } from './reader.ts';
import type { Edit } from './schema/unit.ts';
import type { YamlSource } from './yaml-source.ts';

/** The files with each edit made; an edit that does not fit exactly once is an author's mistake. */
export function applyEdits(
  reader: Reader,
  source: YamlSource,
  path: readonly PropertyKey[],
  base: FlatFiles,
  edits: readonly Edit[],
): FlatFiles {
  // That all files are missing is told where they should be, and only there.
  if (Object.keys(base).length === 0) return {};
  const out: Record<string, string | Uint8Array> = { ...base };
  edits.forEach(({ file, find, replace }, i) => {
    const text = textOf(out, file);
    if (text === undefined) {
      reader.reference(source, [...path, i, 'file'], 'file', file, Object.keys(out));
      return;
    }
    const count = text.split(find).length - 1;
    if (count === 1) out[file] = text.replace(find, () => replace);
    else reader.mistake(source, [...path, i, 'find'], authorMessages.editNotFound(find, file, count));
  });
  return out;
}

/** `over` laid on `base`; an empty file removes what lies below it. */
export function layOver(base: FlatFiles, over: FlatFiles): FlatFiles {
  const entries = Object.entries({ ...base, ...over }).filter(
    ([path, contents]) => !(Object.hasOwn(over, path) && contents.length === 0),
  );
  return Object.fromEntries(entries);
}
