/**
 * Drives the page's engine from Node: runs the *embedded* engine in a real headless browser.
 *
 *     node scripts/in-page.mjs <folder> <command> [args…]
 *
 * runs a folder (with or without node_modules), copies stdout and stderr, passes stdin and signals on, and exits with
 * the program's exit code; `SAFETY_NET_ENGINE_BROWSER` names another browser than Chromium. `openEngine()` resolves to the `Engine` of `src/engine/engine.ts` with `close()`.
 */
import { importTypeScript, onNode24 } from './node-24.mjs';

/**
 * `packages` names those that programs can import; all of `src/engine/shipped-packages.ts` unless given.
 *
 * @param {{
 *   engine?: 'embedded' | 'native',
 *   packages?: readonly string[],
 *   browser?: 'chromium' | 'firefox' | 'webkit',
 *   packed?: string,
 * }} [options]
 * @returns {Promise<import('../src/engine/engine.ts').Engine & {
 *   close(): Promise<void>,
 *   page: { evaluate(expression: string): Promise<any> },
 *   reboot(): Promise<void>,
 * }>} `page` and `reboot` belong to the embedded engine: the page that it is in, and another engine in that page.
 */
export async function openEngine({
  engine = 'embedded',
  packages,
  browser = process.env.SAFETY_NET_ENGINE_BROWSER || 'chromium',
  packed,
} = {}) {
  if (engine === 'native') {
    const { NativeEngine } = await importTypeScript('src/engine/native/native-engine.ts');
    const native = await NativeEngine.boot({ packages });
    return Object.assign(native, { close: () => native.teardown() });
  }
  if (engine !== 'embedded') {
    throw new Error(`There is no engine \`${engine}\`: use \`embedded\` or \`native\`.`);
  }
  const { openPageEngine } = await import('./in-page/page-engine.mjs');
  return openPageEngine({ packages, browser, packed });
}

async function main(folder, command, args) {
  const { statSync } = await import('node:fs');
  const { treeFromFolder } = await import('./in-page/folder-tree.mjs');
  if (!folder || !command) {
    console.error('Usage: node scripts/in-page.mjs <folder> <command> [args…]');
    return 2;
  }
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(`\`${folder}\` is not a folder: name the folder that holds the program.`);
    return 2;
  }
  const engine = await openEngine();
  try {
    await engine.mount(treeFromFolder(folder));
    const child = await engine.spawn(command, args);
    process.stdin.on('data', (data) => child.write(data.toString()));
    process.stdin.on('end', () => child.write(null));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    for await (const { stream, data } of child.output) process[stream].write(data);
    const { code, signal } = await child.exit;
    const { constants } = await import('node:os');
    return code ?? 128 + (constants.signals[signal] ?? 0);
  } finally {
    process.stdin.destroy();
    await engine.close();
  }
}

if (onNode24(import.meta.url)) {
  const [folder, command, ...args] = process.argv.slice(2);
  process.exitCode = await main(folder, command, args);
}
