import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compiledScriptsOf } from '../../../src/runtime/bindings/compiled-scripts.ts';
import type { Host } from '../../../src/runtime/host.ts';
import { createModuleHost, createModuleLoader, type ModuleFiles } from './module-host.ts';

/** Frames of the program alone, in one form: functions of an evaluated script that have no name are named `eval`. */
function framesOf(stack: string, root: string): string[] {
  return stack
    .split('\n')
    .filter((line) => line.includes(root) || line.includes('Promise.all'))
    .map((line) => line.replaceAll(root, '').trim())
    .map((line) =>
      line
        .replace(/^at (async )?eval \((.*)\)$/, 'at $1$2')
        .replace(/\.eval \[as (\w+)\] \(/, '.$1 (')
        .replace('.eval (', '.<anonymous> ('),
    );
}

function inSource(host: Host, stack: string): string {
  const lines = stack.split('\n').map((line) =>
    line.replace(
      /((?:file:\/\/)?\/[\w./]+\.[mc]js):(\d+):(\d+)/,
      (_, name: string, row: string, column: string) => {
        const place = compiledScriptsOf(host).original(name, Number(row), Number(column));
        return place ? `${name}:${place.line}:${place.column}` : 'nowhere';
      },
    ),
  );
  return lines.filter((line) => !line.includes('nowhere')).join('\n');
}

async function stacksOfOurs(files: ModuleFiles): Promise<string[][]> {
  const stacks: string[] = [];
  const { host, load } = createModuleLoader(files, {
    log: (stack: string) => stacks.push(stack),
    setTimeout,
  });
  const main = load('main.mjs');
  main.instantiate();
  await main.evaluate(-1, false);
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setTimeout(done));
  return stacks.map((stack) =>
    framesOf(inSource(host, stack).replace(/^.*node_modules.*$/gm, ''), 'file:///'),
  );
}

function stacksOfNode(files: ModuleFiles): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'frames-'));
  try {
    for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
    const prelude = 'data:text/javascript,globalThis.log = (stack) => console.log(JSON.stringify(stack))';
    const output = execFileSync(process.execPath, ['--import', prelude, join(folder, 'main.mjs')], {
      encoding: 'utf8',
    });
    const stacks = output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as string);
    return stacks.map((stack) => framesOf(stack, `file://${folder}/`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CASES: Record<string, ModuleFiles> = {
  'in synchronous code': {
    'main.mjs': `import { thrower } from './a.mjs'; const inner = () => { thrower() }
try { inner() } catch (e) { log(e.stack) }   export default class A { static m() { inner() } }
try { A.m() } catch (e) { log(e.stack) } try { null.x } catch (e) { log(e.stack) }
export const callback = () => { try { [1].map((x) => x.y.z) } catch (e) { log(e.stack) } }; callback();`,
    'a.mjs':
      "#!/usr/bin/env node\nexport function thrower() { if (true) {\n    throw new Error('thrown') } }",
  },
  'across awaits': {
    'main.mjs': `import { reject } from './a.mjs'; const f = async () => { await null; throw new Error('boo') };
export const g = async () => { const x = await f(); return x };
class A { async m() { try { await g() } catch (e) { log(e.stack); throw e } } }
async function deep(n) { if (n) return await deep(n - 1); for await (const q of (async function* gen() { yield await reject() })()) log(1) }
await deep(2).catch((e) => log(e.stack)); await new A().m().catch((e) => { log(e.stack) });
try { await Promise.all([1, g()]) } catch (e) { log(e.stack) }
await (async () => { return f() })().catch((e) => log(e.stack)); await new Promise((r) => r(f())).catch((e) => log(e.stack));
await Promise.resolve().then(f).then(() => {}).catch((e) => log(e.stack)); await f().finally(() => {}).catch((e) => log(e.stack));`,
    'a.mjs': `export async function reject() {
  await 1; const y = await 2; return y + await new Promise((_, r) => setTimeout(() => r(new Error('rejected'))));\n}`,
  },
  'when a binding is not initialized yet': {
    'main.mjs': "import { get } from './a.mjs'; export let x = 1; export { get };",
    'a.mjs': `import { x } from './main.mjs';\nexport const get = () => 1 + x;\ntry { get() } catch (e) { log(e.stack) }`,
  },
};

describe('frames of a module', () => {
  for (const [when, files] of Object.entries(CASES)) {
    test(`have the places of its source ${when}`, async () => {
      const ours = await stacksOfOurs(files);
      expect(ours).toEqual(stacksOfNode(files));
      expect(ours.flat().length).toBeGreaterThan(0);
    });
  }
});

describe('frames of a CommonJS module', () => {
  const source = `const later = async () => { await null; throw new Error('later') };
  exports.now = () => { throw new Error('now') };
  exports.later = async () => { await later() }; try { exports.now() } catch (e) { log(e.stack) }
  later().catch((e) => log(e.stack)); exports.later().catch((e) => log(e.stack));`;

  test('have the places of its source, and Object.<anonymous> at the top', async () => {
    const stacks: string[] = [];
    const host = createModuleHost({ log: (stack: string) => stacks.push(stack) });
    const { function: compiled } = host
      .binding('contextify')
      ['compileFunctionForCJSLoader'](source, '/app/a.cjs', false, false);
    const exports = {};
    compiled.call(exports, exports);
    await new Promise((done) => setTimeout(done));

    const folder = mkdtempSync(join(tmpdir(), 'frames-'));
    writeFileSync(join(folder, 'a.cjs'), `${source}`);
    writeFileSync(
      join(folder, 'main.cjs'),
      "globalThis.log = (stack) => console.log(JSON.stringify(stack)); require('./a.cjs');",
    );
    const output = execFileSync(process.execPath, [join(folder, 'main.cjs')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const nodes = output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as string);
    const own = (frames: string[]) => frames.filter((frame) => frame.includes('a.cjs'));

    expect(stacks.map((stack) => own(framesOf(inSource(host, stack), '/app/')))).toEqual(
      nodes.map((stack) => own(framesOf(stack, `${folder}/`))),
    );
  });
});
