import type { Any } from './host.ts';
import type { NodeFacts } from './node-facts.ts';

/** What a started process is told about itself. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly ppid: number;
  /** The words after `node` that are not options, the script first. */
  readonly args: readonly string[];
  readonly execArgv: readonly string[];
  readonly execPath: string;
}

/** The bare `process` object that Node's C++ makes before the library fills it (`CreateProcessObject`). */
export function createProcessObject(facts: NodeFacts, symbols: { readonly exitInfo: symbol }): Any {
  // Frames show the name in the function's source, which no minifier may touch.
  // biome-ignore lint/security/noGlobalEval: a constant
  const ProcessObject = (0, eval)('(function process() {})') as Any;
  const process = new ProcessObject();
  process[symbols.exitInfo] = new Int32Array(3);
  const readOnly = (name: string, value: unknown) => defineReadOnly(process, name, value);
  readOnly('version', facts.version);
  readOnly('versions', Object.freeze({ ...facts.versions }));
  readOnly('arch', 'x64');
  readOnly('platform', 'linux');
  readOnly('release', { ...facts.release });
  // The library sets it later; this is its place among the keys.
  process._rawDebug = undefined;
  return process;
}

/** Read-only as V8 has it: assigning is in vain, and whoever mocks it can define it anew. */
function defineReadOnly(process: Any, name: string, value: unknown): void {
  Object.defineProperty(process, name, { value, enumerable: true, configurable: true, writable: false });
}

/** Fills in what belongs to one run (`PatchProcessObject`). */
export function patchProcessObject(process: Any, identity: ProcessIdentity): void {
  let title = 'node';
  Object.defineProperty(process, 'title', {
    get: () => title,
    set: (value: unknown) => {
      title = String(value);
    },
    enumerable: true,
    configurable: true,
  });
  process.argv = ['node', ...identity.args];
  process.execArgv = [...identity.execArgv];
  defineReadOnly(process, 'pid', identity.pid);
  process.ppid = identity.ppid;
  process.execPath = identity.execPath;
  process.debugPort = 9229;
}

/**
 * `process.env`: a plain object on which every value becomes a string
 * (https://nodejs.org/api/process.html#processenv).
 */
export function createEnvironment(initial: Readonly<Record<string, string>>): Record<string, string> {
  const refuseSymbol = (key: string | symbol): void => {
    if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  };
  return new Proxy<Record<string, string>>(
    { ...initial },
    {
      set(target, key, value) {
        refuseSymbol(key);
        target[key as string] = `${value}`;
        return true;
      },
      defineProperty(target, key, descriptor) {
        refuseSymbol(key);
        if (!('value' in descriptor)) {
          throw Object.assign(
            new TypeError("'process.env' does not accept an accessor(getter/setter) descriptor"),
            { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' },
          );
        }
        if (!(descriptor.configurable && descriptor.enumerable && descriptor.writable)) {
          throw Object.assign(
            new TypeError(
              "'process.env' only accepts a configurable, writable, and enumerable data descriptor",
            ),
            { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' },
          );
        }
        return Reflect.defineProperty(target, key, { ...descriptor, value: `${descriptor.value}` });
      },
    },
  );
}
