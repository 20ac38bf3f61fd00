/**
 * Parts of Node's own library, compiled once more on bindings under test. Only for programs that run with
 * `--expose-internals`.
 */
import { createRequire } from 'node:module';
import type { MemoryFileSystem } from '../../../src/runtime/fs/memory-file-system.ts';
import type { Any, Binding, Host } from '../../../src/runtime/host.ts';

const require = createRequire(import.meta.url);
const { internalBinding, primordials } = require('internal/test/binding');
const { natives } = internalBinding('builtins');

/** As much of a host as bindings need to run; it keeps no context and no count of what is alive. */
export function createLibraryHost(files?: MemoryFileSystem): Host {
  class AsyncWrap {
    getAsyncId(): number {
      return 1;
    }
    makeCallback(callback: Any, ...args: Any[]): Any {
      return (typeof callback === 'string' ? (this as Any)[callback] : callback)?.apply(this, args);
    }
  }
  class HandleWrap extends AsyncWrap {
    isClosing = false;
    #isReferenced = true;
    ref(): void {
      this.#isReferenced = true;
    }
    unref(): void {
      this.#isReferenced = false;
    }
    hasRef(): boolean {
      return this.#isReferenced;
    }
    setActive(): void {}
    onClose(): void {}
    close(callback?: () => void): void {
      if (this.isClosing) return;
      this.isClosing = true;
      this.onClose();
      setImmediate(() => callback?.());
    }
  }
  const loop = {
    post: (task: () => void) => setImmediate(task),
    postWork: (work: () => void, done: () => void) =>
      setImmediate(() => {
        work();
        done();
      }),
    ref() {},
    unref() {},
    now: () => performance.now(),
  };
  const parts = { global: globalThis, files, loop, AsyncWrap, HandleWrap };
  return { ...parts, binding: internalBinding, builtin: (id: string) => require(id) } as unknown as Host;
}

/** `require` of a second copy of the modules whose ids match `own`; they get `bindings` in place of Node's. */
export function createLibrary(bindings: Readonly<Record<string, Binding>>, own: RegExp): (id: string) => Any {
  const modules = new Map<string, { exports: Any }>();
  // The library's own one would load from the modules that are there already.
  const defineLazyProperties = (target: object, id: string, keys: readonly string[]) => {
    for (const key of keys) {
      Object.defineProperty(target, key, { get: () => load(id)[key], configurable: true, enumerable: true });
    }
  };
  const load = (id: string): Any => {
    if (id === 'internal/util') return { ...require(id), defineLazyProperties };
    if (!own.test(id)) return require(id);
    const known = modules.get(id);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(id, module);
    const parameters = ['exports', 'require', 'module', 'process', 'internalBinding', 'primordials'];
    const compiled = new Function(...parameters, `${natives[id]}\n//# sourceURL=ours:${id}`);
    const getBinding = (name: string) => bindings[name] ?? internalBinding(name);
    compiled(module.exports, load, module, process, getBinding, primordials);
    return module.exports;
  };
  return load;
}

/** What a script of the library adds to each context. */
export function perContextLibrary(name: string): Any {
  const exports = {};
  new Function('exports', 'primordials', natives[`internal/per_context/${name}`])(exports, primordials);
  return exports;
}

/** The same modules as Node has them. */
export const nodeLibrary = (id: string): Any => require(id);
