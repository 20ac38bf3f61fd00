import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createModuleLoader, type ModuleFiles } from './module-host.ts';

/** `name:line`, the source line and the caret below it, for each warning of Node. */
async function warningsOfNode(files: ModuleFiles): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stalled-'));
  for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
  const stderr = await new Promise<string>((resolve) => {
    execFile(process.execPath, [join(folder, 'main.mjs')], (_error, _stdout, text) => resolve(text));
  });
  rmSync(folder, { recursive: true });
  return stderr
    .replaceAll(`file://${folder}/`, 'file:///')
    .split('Warning: Detected unsettled top-level await at ')
    .slice(1)
    .map((warning) => warning.trimEnd());
}

async function warningsOfOurs(files: ModuleFiles): Promise<string[]> {
  const { host, load } = createModuleLoader(files);
  const main = load('main.mjs');
  main.instantiate();
  const { entry_point_module_private_symbol: entryPoint } = host.binding('util')['privateSymbols'];
  Object.defineProperty(host.global, entryPoint, { value: main });
  main.evaluate(-1, false);
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done));
  return host
    .binding('module_wrap')
    ['stalledTopLevelAwaits']()
    .map(
      ({ name, line, column }: { name: string; line: number; column: number }) =>
        `${name}:${line}\n${files[name.slice('file:///'.length)]!.split('\n')[line - 1]}\n${' '.repeat(column - 1)}^`,
    );
}

const PROGRAMS: Record<string, ModuleFiles> = {
  'the module itself': { 'main.mjs': 'const a = await 1;\n  const x = await new Promise(() => {});\n' },
  'several modules below it': {
    'main.mjs': "import './a.mjs'; import './b.mjs'; import './c.mjs'; await 1; log",
    'a.mjs': '\nawait new Promise(() => {})',
    'b.mjs': 'await 1; for await (const x of [new Promise(() => {})]) {}',
    'c.mjs': 'export const y = await 1',
  },
  'a function that it awaits': {
    'main.mjs': 'const f = async () => { await new Promise(() => {}) }; await 1; await f();',
  },
  'no module': { 'main.mjs': 'await 1' },
};

for (const [where, files] of Object.entries(PROGRAMS)) {
  test(`an await that never ends is found in ${where}`, async () => {
    expect(await warningsOfOurs(files)).toEqual(await warningsOfNode(files));
  });
}
