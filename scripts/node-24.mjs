/**
 * Lets a script be started by any Node from 20 on: an older one runs it again with the Node that `package.json` pins.
 * Entry scripts import their TypeScript parts dynamically, after asking {@link onNode24}.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const NEEDED = 24;

/** The path of a Node 24: this one, or the pinned one. */
export function node24Path() {
  if (Number.parseInt(process.versions.node, 10) >= NEEDED) return process.execPath;
  const path = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
  if (!existsSync(path)) {
    throw new Error(`Node ${NEEDED} is not installed: run \`npm ci\` in the project's folder first.`);
  }
  return path;
}

/** The environment in which `node` is the pinned one. */
export function node24Environment() {
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
}

/**
 * Whether the module at `url` is the script that was started, and this Node can run it. An older Node starts the pinned
 * one instead, passes signals on, and ends with its exit code.
 */
export function onNode24(url) {
  if (!process.argv[1] || pathToFileURL(process.argv[1]).href !== url) return false;
  if (Number.parseInt(process.versions.node, 10) >= NEEDED) return true;
  const child = spawn(node24Path(), process.argv.slice(1), { stdio: 'inherit', env: node24Environment() });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
    // The handlers above would keep this process alive.
    process.exit();
  });
  return false;
}

/** Imports a TypeScript module of this repository, also under a Node that cannot strip types. */
export async function importTypeScript(path) {
  const file = join(root, path);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return import(pathToFileURL(file).href);
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    absWorkingDir: dirname(file),
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(result.outputFiles[0].contents).toString('base64')}`
  );
}
