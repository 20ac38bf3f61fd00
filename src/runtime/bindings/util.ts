/** `internalBinding('util')`: what the library asks V8 about objects, promises, proxies and frames. */
import type { Any, Binding, Host } from '../host.ts';
import { compiledScriptsOf } from './compiled-scripts.ts';
import { type CallSite, readCallSites } from './util/call-sites.ts';
import { parseEnvFile } from './util/env-file.ts';
import { previewEntries } from './util/preview.ts';
import { createPrivateSymbols } from './util/private-symbols.ts';
import { kFulfilled, kPending, kRejected } from './util/promise-ledger.ts';
import { constructorName, ownNonIndexProperties, propertyFilter } from './util/properties.ts';
import { knowRealm } from './util/realm.ts';

/** Places in the library's list of handle types: `TCP`, `TTY`, `UDP`, `FILE`, `PIPE`, `UNKNOWN`. */
const handleTypes = { file: 3, pipe: 4 } as const;

/**
 * Defines properties that load `id` of the library when they are first read, and then are plain values.
 *
 * Until then their descriptor shows an accessor, where V8 shows a value.
 */
function defineLazyProperties(
  host: Host,
  target: object,
  id: string,
  keys: string[],
  enumerable = true,
): void {
  for (const key of keys) {
    const settle = (object: object, value: unknown) => {
      Object.defineProperty(object, key, { value, writable: true, enumerable, configurable: true });
      return value;
    };
    Object.defineProperty(target, key, {
      get() {
        return settle(target, host.builtin(id)[key]);
      },
      set(value: unknown) {
        settle(this as object, value);
      },
      enumerable,
      configurable: true,
    });
  }
}

function handleTypeOf(fd: number): number {
  return fd >= 0 && fd <= 2 ? handleTypes.pipe : handleTypes.file;
}

/**
 * @remarks Replaces `Proxy` and `Promise.resolve`, `.reject`, `.withResolvers` of the realm and adds private symbols
 * to `Object.prototype`, so it has to be created before the library captures its primordials.
 */
/** Taken before the global is removed, as Node has none. */
const isIsolated = globalThis.crossOriginIsolated === true;

export function createUtilBinding(host: Host): Binding {
  const binding: Binding = {};
  const realm = knowRealm(host, binding);
  const { Error: ErrorConstructor, Promise: PromiseConstructor } = host.global;
  const { then } = PromiseConstructor.prototype;
  const kinds = () => host.binding('types');

  const sitesBelow = (below: unknown, limit: number): CallSite[] =>
    readCallSites(ErrorConstructor, limit, below).map((site) => {
      const scripts = compiledScriptsOf(host);
      const place = scripts.original(site.scriptName, site.lineNumber, site.columnNumber);
      const scriptName = scripts.find(site.scriptName)?.title ?? site.scriptName;
      return place ? { ...site, scriptName, lineNumber: place.line, columnNumber: place.column } : site;
    });
  const isLibrary = (site: CallSite) => site.scriptName === '' || site.scriptName.startsWith('node:');

  return Object.assign(binding, {
    privateSymbols: createPrivateSymbols(host.global.Object.prototype),
    constants: {
      kPending,
      kFulfilled,
      kRejected,
      kExiting: 0,
      kExitCode: 1,
      kHasExitCode: 2,
      ...propertyFilter,
      kDisallowCloneAndTransfer: 0,
      kTransferable: 1,
      kCloneable: 2,
    },
    shouldAbortOnUncaughtToggle: new Uint32Array(1),
    defineLazyProperties: (target: object, id: string, keys: string[], enumerable?: boolean) =>
      defineLazyProperties(host, target, id, keys, enumerable),
    getPromiseDetails: (promise: object) => realm.promises.details(promise),
    /** Keeps a rejection of the promise from being reported. */
    markPromiseAsHandled(promise: Promise<unknown>) {
      Reflect.apply(then, promise, [undefined, () => {}]);
    },
    getProxyDetails(value: unknown, both = true) {
      const details = realm.proxies.details(value);
      return details === undefined || both ? details : details[0];
    },
    previewEntries(object: object, isIterator?: boolean) {
      const [entries, isKeyValue] = previewEntries(object, kinds() as Any);
      return isIterator === undefined ? entries : [entries, isKeyValue];
    },
    getOwnNonIndexProperties: ownNonIndexProperties,
    getConstructorName: (object: object) => constructorName(object, kinds()),
    getExternalValue: () => 0n,
    getCallSites(limit: number) {
      // The first frame is `util.getCallSites` itself.
      return sitesBelow(binding['getCallSites'], limit + 1)
        .slice(1)
        .map((site) =>
          Object.assign(Object.create(null), {
            functionName: site.functionName,
            scriptId: '0',
            scriptName: site.scriptName,
            lineNumber: site.lineNumber,
            columnNumber: site.columnNumber,
            column: site.columnNumber,
          }),
        );
    },
    /** Line, column and file of the caller of the function that asks. */
    getCallerLocation() {
      const site = sitesBelow(binding['getCallerLocation'], 2)[1];
      return site && [site.lineNumber, site.columnNumber, site.scriptName];
    },
    /** Whether the innermost frame outside the library is in a `node_modules` folder. */
    isInsideNodeModules(limit = 10) {
      const site = sitesBelow(binding['isInsideNodeModules'], limit).find((frame) => !isLibrary(frame));
      return site?.scriptName.includes('/node_modules/') ?? false;
    },
    /** Blocks the process: nothing in a browser worker waits without running, so it spins. */
    sleep(milliseconds: number) {
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    },
    parseEnv: parseEnvFile,
    arrayBufferViewHasBuffer: () => true,
    /** An ordinary buffer where the page may not share one: each thread then has a copy. */
    constructSharedArrayBuffer(byteLength: number) {
      return isIsolated ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength);
    },
    guessHandleType: handleTypeOf,
  });
}
