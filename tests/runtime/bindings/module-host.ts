/** A realm with the bindings of this folder in it, and the same programs in real Node. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { createContextifyBinding } from '../../../src/runtime/bindings/contextify.ts';
import { createModuleWrapBinding } from '../../../src/runtime/bindings/module-wrap.ts';
import { createModulesBinding } from '../../../src/runtime/bindings/modules.ts';
import { createSymbolsBinding } from '../../../src/runtime/bindings/symbols.ts';
import { createPrivateSymbols } from '../../../src/runtime/bindings/util/private-symbols.ts';
import { knowRealm } from '../../../src/runtime/bindings/util/realm.ts';
import type { Any, Binding, Host } from '../../../src/runtime/host.ts';
import { installContextTracking } from '../../../src/runtime/transform/context-tracking.ts';

/** A host whose realm is a `node:vm` context; `globals` are its free names. */
export function createModuleHost(globals: object = {}): Host {
  const realm = createContext({ queueMicrotask, console, ...globals });
  const global = runInContext('globalThis', realm) as typeof globalThis;
  const { runtime } = installContextTracking(global);
  // What the worker adds, to know where things were thrown.
  Object.assign(runtime, { W: (value: unknown) => value });
  const bindings = new Map<string, Binding>();
  const host = {
    global,
    binding(name: string) {
      const known = bindings.get(name) ?? create(name);
      bindings.set(name, known);
      return known;
    },
    // Of Node's library, bindings of modules only warn, which shows on nothing that is compared here.
    builtin: () => ({ emitWarningSync() {} }),
    isPlain: () => false,
  } as unknown as Host;
  const create = (name: string): Binding => {
    switch (name) {
      case 'util': {
        const binding: Binding = { privateSymbols: createPrivateSymbols(global.Object.prototype) };
        knowRealm(host, binding);
        return binding;
      }
      case 'symbols':
        return createSymbolsBinding(host);
      case 'module_wrap':
        return createModuleWrapBinding(host);
      case 'contextify':
        return createContextifyBinding(host);
      case 'modules':
        return createModulesBinding(host);
      case 'errors':
        return { decorate() {} };
      default:
        throw new Error(`the test host has no binding ${name}`);
    }
  };
  return host;
}

/** Sources of a program by file name; it starts with `main.mjs` and logs with `log(…)`. */
export type ModuleFiles = Readonly<Record<string, string>>;

/**
 * What a program logs in this runtime, and how it ends.
 *
 * @param turns of the event loop that it may take after its entry point
 */
export async function logOfOurModules(files: ModuleFiles, turns = 10): Promise<string[]> {
  const lines: string[] = [];
  const log = (...values: unknown[]) => void lines.push(values.map(String).join(' '));
  const loader = createModuleLoader(files, { log, setTimeout, setImmediate });
  try {
    const main = loader.load('main.mjs');
    main.instantiate();
    await null;
    await main.evaluate(-1, false);
  } catch (error) {
    log(`uncaught ${error}`);
  }
  for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));
  return lines;
}

/** A loader for modules in memory, on our `module_wrap`. */
export function createModuleLoader(files: ModuleFiles, globals: object = {}) {
  const host = createModuleHost(globals);
  const { ModuleWrap, setImportModuleDynamicallyCallback, setInitializeImportMetaObjectCallback } =
    host.binding('module_wrap');
  const loaded = new Map<string, Any>();
  const load = (name: string): Any => {
    const known = loaded.get(name);
    if (known) return known;
    const source = files[name];
    if (source === undefined) throw new Error(`no file ${name}`);
    const wrap = new ModuleWrap(`file:///${name}`, undefined, source, 0, 0, undefined);
    loaded.set(name, wrap);
    wrap.link(
      wrap.getModuleRequests().map(({ specifier }: { specifier: string }) => load(nameOf(specifier))),
    );
    return wrap;
  };
  const nameOf = (specifier: string) => specifier.replace(/^\.\//, '');
  setImportModuleDynamicallyCallback(async (_referrer: symbol, specifier: string) => {
    const wrap = load(nameOf(specifier));
    wrap.instantiate();
    // Node's loader lets a microtask go by here.
    await null;
    await wrap.evaluate(-1, false);
    return wrap.getNamespace();
  });
  setInitializeImportMetaObjectCallback((_referrer: symbol, meta: Any, wrap: Any) => {
    meta.url = wrap.url;
  });
  return { host, load };
}

const PRELUDE = `data:text/javascript,${encodeURIComponent(`
  globalThis.log = (...values) => console.log(values.map(String).join(' '));
  process.on('uncaughtException', (error) => { console.log('uncaught ' + error); });
`)}`;

/** What the program logs in real Node; `undefined` where Node itself crashes. */
export async function logOfNodeModules(files: ModuleFiles): Promise<string[] | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'modules-'));
  try {
    for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
    const output = await new Promise<string | undefined>((resolve, reject) => {
      const args = ['--no-warnings', '--import', PRELUDE, join(folder, 'main.mjs')];
      execFile(process.execPath, args, (error, stdout) => {
        if (error?.signal) resolve(undefined);
        else if (error && error.code !== 13) reject(error);
        else resolve(stdout);
      });
    });
    return output?.split('\n').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
