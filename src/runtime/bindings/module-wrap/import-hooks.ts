/** The two callbacks with which Node's library answers `import()` and `import.meta`. */
import type { Host } from '../../host.ts';

type ImportCallback = (
  referrer: symbol,
  specifier: string,
  phase: number,
  attributes: Record<string, string>,
  referrerName: string | undefined,
) => Promise<unknown>;

type MetaCallback = (referrer: symbol, meta: object, wrap: object) => void;

export const kSourcePhase = 1;
export const kEvaluationPhase = 2;

export class ImportHooks {
  readonly #Promise: PromiseConstructor;
  onImport: ImportCallback | undefined;
  onMeta: MetaCallback | undefined;

  constructor(PromiseConstructor: PromiseConstructor) {
    this.#Promise = PromiseConstructor;
  }

  /** `import(specifier, options)` of the code that `referrer` stands for. Never throws: the promise rejects. */
  importDynamically(
    referrer: symbol,
    referrerName: string | undefined,
    specifier: unknown,
    options: unknown,
  ): Promise<unknown> {
    try {
      const name = asString(specifier);
      const attributes = attributesOf(options);
      if (!this.onImport) throw new Error('`import()` came before the module loader was set up.');
      return this.onImport(referrer, name, kEvaluationPhase, attributes, referrerName);
    } catch (error) {
      return this.#Promise.reject(error);
    }
  }

  createMeta(referrer: symbol, wrap: object): object {
    const meta = Object.create(null) as object;
    this.onMeta?.(referrer, meta, wrap);
    return meta;
  }
}

function asString(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return `${value}`;
}

/** https://tc39.es/ecma262/#sec-evaluate-import-call, with V8's messages. */
function attributesOf(options: unknown): Record<string, string> {
  const attributes = Object.create(null) as Record<string, string>;
  if (options === undefined) return attributes;
  if (!isObject(options)) throw new TypeError('The second argument to import() must be an object');
  const given = (options as { with?: unknown }).with;
  if (given === undefined) return attributes;
  if (!isObject(given)) throw new TypeError("The 'with' option must be an object");
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== 'string') throw new TypeError('Import attribute value must be a string');
    attributes[key] = value;
  }
  return attributes;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

const hooks = Symbol('import hooks');

/** The hooks of a process; they belong to its `module_wrap` binding. */
export function importHooksOf(host: Host): ImportHooks {
  const binding = host.binding('module_wrap') as unknown as Record<symbol, ImportHooks | undefined>;
  let known = binding[hooks];
  if (!known) {
    known = new ImportHooks(host.global.Promise);
    Object.defineProperty(binding, hooks, { value: known });
  }
  return known;
}
