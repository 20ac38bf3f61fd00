/**
 * `internalBinding('types')`: which kind of built-in an object is.
 *
 * V8 reads that from the object's hidden class. Here a method of the built-in is tried on the object (it throws on
 * any other), and to spare nearly all of those throws only where the built-in's prototype is in the object's chain,
 * or where the chain does not end in `Object.prototype`. So a `Map` whose prototype was replaced by a class of the
 * program is not seen as a `Map`. Kinds without a harmless method to try (promises, generators, iterators) go by
 * their prototype chain.
 */
import type { Any, Binding, Host } from '../host.ts';
import { realmOf } from './util/realm.ts';

type Predicate = (value: unknown) => boolean;
type Method = (this: unknown, ...args: Any[]) => unknown;

const { apply, getPrototypeOf, getOwnPropertyDescriptor, isExtensible } = Reflect;

function getter(prototype: object, name: string): Method {
  return getOwnPropertyDescriptor(prototype, name)!.get!;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A module namespace of the browser: no other object has this exotic shape by accident. */
function looksLikeModuleNamespace(value: object): boolean {
  if (getPrototypeOf(value) !== null || isExtensible(value)) return false;
  const tag = getOwnPropertyDescriptor(value, Symbol.toStringTag);
  return tag?.value === 'Module' && !tag.writable && !tag.enumerable && !tag.configurable;
}

export function createTypesBinding(host: Host): Binding {
  const { proxies, isModuleNamespace } = realmOf(host);
  const objectPrototype = Object.prototype;
  const objectToString = objectPrototype.toString;

  /** Whether `prototype` is in the chain; `undefined` where the chain ends outside this realm's `Object.prototype`. */
  const inherits = (value: object, prototype: object): boolean | undefined => {
    if (proxies.has(value)) return false;
    let link = getPrototypeOf(value);
    while (link !== null) {
      if (link === prototype) return true;
      if (link === objectPrototype) return false;
      if (proxies.has(link)) return undefined;
      link = getPrototypeOf(link);
    }
    return undefined;
  };

  const branded =
    (prototype: object, probe: Method, ...args: unknown[]): Predicate =>
    (value) => {
      if (!isObject(value) || (value !== prototype && inherits(value, prototype) === false)) return false;
      try {
        apply(probe, value, args);
        return true;
      } catch {
        return false;
      }
    };

  const boxed = (Kind: { prototype: object }): Predicate =>
    branded(Kind.prototype, (Kind.prototype as { valueOf: Method }).valueOf);

  /** Instances have a prototype of their own kind between themselves and `prototype`, `levels` steps away at least. */
  const chained =
    (prototype: object, levels = 1): Predicate =>
    (value) => {
      if (!isObject(value) || proxies.has(value)) return false;
      let link: object | null = value;
      for (let steps = 0; link !== null && steps < 64; steps++) {
        if (link === prototype) return steps >= levels;
        link = proxies.has(link) ? null : getPrototypeOf(link);
      }
      return false;
    };

  const functionKind =
    (...prototypes: object[]): Predicate =>
    (value) => {
      if (typeof value !== 'function' || proxies.has(value)) return false;
      let link = getPrototypeOf(value);
      while (link !== null && link !== Function.prototype) {
        if (prototypes.includes(link)) return true;
        link = getPrototypeOf(link);
      }
      return false;
    };

  /** Whether a `Symbol.toStringTag` stands in the way of the built-in tag; a proxy in the chain might have one. */
  const hasOwnTag = (value: object): boolean => {
    for (let link: object | null = value; link !== null; link = getPrototypeOf(link)) {
      if (proxies.has(link) || getOwnPropertyDescriptor(link, Symbol.toStringTag) !== undefined) return true;
    }
    return false;
  };

  const tagged =
    (tag: string): Predicate =>
    (value) =>
      isObject(value) && !hasOwnTag(value) && apply(objectToString, value, []) === tag;

  const asyncFunction = getPrototypeOf(async () => {})!;
  const generatorFunction = getPrototypeOf(function* () {})!;
  const asyncGeneratorFunction = getPrototypeOf(async function* () {})!;
  const generator = chained(generatorFunction['prototype' as never] as object, 2);
  const asyncGenerator = chained(asyncGeneratorFunction['prototype' as never] as object, 2);

  const isArrayBuffer = branded(ArrayBuffer.prototype, getter(ArrayBuffer.prototype, 'byteLength'));
  const Shared = (host.global as { SharedArrayBuffer?: { prototype: object } }).SharedArrayBuffer;
  const isSharedArrayBuffer: Predicate =
    Shared === undefined ? () => false : branded(Shared.prototype, getter(Shared.prototype, 'byteLength'));

  const isNumberObject = boxed(Number);
  const isStringObject = boxed(String);
  const isBooleanObject = boxed(Boolean);
  const isBigIntObject = boxed(BigInt);
  const isSymbolObject = boxed(Symbol);

  const isRegExp = branded(RegExp.prototype, getter(RegExp.prototype, 'global'));
  const isError = (Error as { isError?: Predicate }).isError;
  const errorTag = tagged('[object Error]');
  const promise = chained(Promise.prototype);

  return {
    isExternal: () => false,
    isDate: branded(Date.prototype, Date.prototype.getTime),
    isArgumentsObject: tagged('[object Arguments]'),
    isBigIntObject,
    isBooleanObject,
    isNumberObject,
    isStringObject,
    isSymbolObject,
    isBoxedPrimitive: (value: unknown) =>
      isObject(value) &&
      (isNumberObject(value) ||
        isStringObject(value) ||
        isBooleanObject(value) ||
        isBigIntObject(value) ||
        isSymbolObject(value)),
    // `Error.isError` is younger than some browsers; without it an error whose tag was replaced goes by its chain.
    isNativeError: isError
      ? (value: unknown) => isError(value)
      : (value: unknown) => errorTag(value) || chained(Error.prototype)(value),
    isRegExp: (value: unknown) => value !== RegExp.prototype && isRegExp(value),
    isAsyncFunction: functionKind(asyncFunction, asyncGeneratorFunction),
    isGeneratorFunction: functionKind(generatorFunction, asyncGeneratorFunction),
    isGeneratorObject: (value: unknown) => generator(value) || asyncGenerator(value),
    isPromise: (value: unknown) => isObject(value) && promise(value),
    isMap: branded(Map.prototype, getter(Map.prototype, 'size')),
    isSet: branded(Set.prototype, getter(Set.prototype, 'size')),
    isMapIterator: chained(getPrototypeOf(new Map().keys())!),
    isSetIterator: chained(getPrototypeOf(new Set().keys())!),
    isWeakMap: branded(WeakMap.prototype, WeakMap.prototype.has, {}),
    isWeakSet: branded(WeakSet.prototype, WeakSet.prototype.has, {}),
    isArrayBuffer,
    isSharedArrayBuffer,
    isAnyArrayBuffer: (value: unknown) => isArrayBuffer(value) || isSharedArrayBuffer(value),
    isProxy: (value: unknown) => proxies.has(value),
    isModuleNamespaceObject: (value: unknown) =>
      isObject(value) &&
      !proxies.has(value) &&
      (isModuleNamespace.current(value) || looksLikeModuleNamespace(value)),
  };
}
