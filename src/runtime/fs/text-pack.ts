import type { FilePack } from './inode-tree.ts';

/** A pack whose files are texts, encoded when they are first read. */
export function createTextPack(textOf: (index: number) => string | undefined): FilePack {
  const encoder = new TextEncoder();
  return {
    read(index) {
      const text = textOf(index);
      if (text === undefined) throw new Error(`The pack has no file ${index}.`);
      return encoder.encode(text);
    },
  };
}
