/** Module namespace objects (https://tc39.es/ecma262/#sec-module-namespace-exotic-objects). */
import { type Module, NAMESPACE } from './module.ts';

type Read = () => unknown;

// Taken before the realm's own is replaced by one that remembers its proxies: a namespace is none of the program's.
const NativeProxy = Proxy;

/** Makes one namespace per module, and knows them again. */
export class Namespaces {
  readonly #byModule = new WeakMap<Module, object>();
  readonly #all = new WeakSet<object>();

  has(value: object): boolean {
    return this.#all.has(value);
  }

  of(module: Module): object {
    let namespace = this.#byModule.get(module);
    if (!namespace) {
      namespace = createNamespace(this.#readers(module));
      this.#byModule.set(module, namespace);
      this.#all.add(namespace);
    }
    return namespace;
  }

  #readers(module: Module): Map<string, Read> {
    const readers = new Map<string, Read>();
    for (const name of module.exportedNames().toSorted()) {
      const resolution = module.resolveExport(name);
      if (resolution === 'missing' || resolution === 'ambiguous') continue;
      const { module: owner, binding } = resolution;
      readers.set(name, binding === NAMESPACE ? () => this.of(owner) : () => owner.readBinding(binding));
    }
    return readers;
  }
}

/** @param readers in the order of their names */
function createNamespace(readers: ReadonlyMap<string, Read>): object {
  const target = Object.create(null) as object;
  // The target carries the attributes, so that the invariants of proxies hold; values come from the readers.
  for (const name of readers.keys()) {
    Object.defineProperty(target, name, { value: undefined, writable: true, enumerable: true });
  }
  Object.defineProperty(target, Symbol.toStringTag, { value: 'Module' });
  Object.preventExtensions(target);
  const keys = [...readers.keys(), Symbol.toStringTag];
  const has = (key: PropertyKey) => key === Symbol.toStringTag || readers.has(key as string);

  return new NativeProxy(target, {
    get(_, key) {
      const read = readers.get(key as string);
      if (read) return read();
      return key === Symbol.toStringTag ? 'Module' : undefined;
    },
    has: (_, key) => has(key),
    ownKeys: () => keys,
    getOwnPropertyDescriptor(_, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
      const read = readers.get(key as string);
      return descriptor && read ? { ...descriptor, value: read() } : descriptor;
    },
    // The traps below throw, where the language would have them answer `false`, for the sake of V8's messages:
    // assignments and deletions in strict code are what programs do, `Reflect.set` is not.
    set(_, key) {
      if (!has(key)) throw new TypeError(`Cannot add property ${String(key)}, object is not extensible`);
      throw new TypeError(`Cannot assign to read only property '${String(key)}' of object '[object Module]'`);
    },
    deleteProperty(_, key) {
      if (!has(key)) return true;
      throw new TypeError(`Cannot delete property '${String(key)}' of [object Module]`);
    },
    defineProperty(_, key, wanted) {
      const read = readers.get(key as string);
      const isSame = read ? isNoChange(wanted, read) : key === Symbol.toStringTag && isTag(wanted);
      if (!isSame) throw new TypeError(`Cannot redefine property: ${String(key)}`);
      return true;
    },
    setPrototypeOf(_, prototype) {
      if (prototype === null) return true;
      throw new TypeError('[object Module] is not extensible');
    },
  });
}

function isNoChange(wanted: PropertyDescriptor, read: Read): boolean {
  if (wanted.configurable === true || wanted.enumerable === false || wanted.writable === false) return false;
  if (wanted.get !== undefined || wanted.set !== undefined) return false;
  return !('value' in wanted) || Object.is(wanted.value, read());
}

function isTag(wanted: PropertyDescriptor): boolean {
  if (wanted.configurable === true || wanted.enumerable === true || wanted.writable === true) return false;
  if (wanted.get !== undefined || wanted.set !== undefined) return false;
  return !('value' in wanted) || wanted.value === 'Module';
}
