import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Makes `into` a `node_modules` folder with the packages and all that they need, as an installation would have them. */
export async function linkPackages(modules: string, names: readonly string[], into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  const linked = new Set<string>();
  const add = async (from: string, name: string): Promise<void> => {
    const folder = findPackage(modules, from, name);
    if (folder === undefined) throw new Error(`The package \`${name}\` is not installed: run \`npm ci\`.`);
    if (linked.has(folder)) return;
    linked.add(folder);
    // What lies in a package's own `node_modules` comes along with that package.
    if (folder === join(modules, name)) {
      await mkdir(dirname(join(into, name)), { recursive: true });
      await symlink(folder, join(into, name), 'junction');
    }
    const { dependencies = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    for (const dependency of Object.keys(dependencies)) await add(folder, dependency);
  };
  for (const name of names) await add(modules, name);
}

function findPackage(modules: string, from: string, name: string): string | undefined {
  for (let folder = from; folder.startsWith(modules) && folder !== modules; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  const candidate = join(modules, name);
  return existsSync(join(candidate, 'package.json')) ? candidate : undefined;
}
