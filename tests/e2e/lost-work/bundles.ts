import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** A change of a source before it is bundled: the text must be there. */
export interface Change {
  /** The end of the file's path. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Bundles a file of this folder to one script, with changes. */
export async function bundle(name: string, changes: readonly Change[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    plugins: changes.length > 0 ? [changing(changes)] : [],
  });
  return outputFiles[0]?.text ?? '';
}

/** The next version of the site, whose records are as they are today, but which says that it is newer. */
export const nextVersion: readonly Change[] = [
  { file: 'progress/record.ts', from: 'recordVersion = 2', to: 'recordVersion = 3' },
  {
    file: 'progress/migrations.ts',
    from: '{ 1: secondFromFirst }',
    to: '{ 1: secondFromFirst, 2: (stored) => [stored] }',
  },
];

function changing(changes: readonly Change[]): Plugin {
  return {
    name: 'changing',
    setup(setup) {
      setup.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const { file, from, to } of changes) {
          if (!path.replaceAll('\\', '/').endsWith(file)) continue;
          if (!contents.includes(from))
            throw new Error(`\`${from}\` is not in ${file}: change it in the test too.`);
          contents = contents.replace(from, () => to);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
}
