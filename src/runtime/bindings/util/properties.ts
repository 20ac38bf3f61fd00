/** Bits of V8's `PropertyFilter`, as `internalBinding('util').constants` gives them. */
export const propertyFilter = {
  ALL_PROPERTIES: 0,
  ONLY_WRITABLE: 1,
  ONLY_ENUMERABLE: 2,
  ONLY_CONFIGURABLE: 4,
  SKIP_STRINGS: 8,
  SKIP_SYMBOLS: 16,
} as const;

/** Above this length the string keys of a typed array are not listed: its indices would come first, one string each. */
const longTypedArray = 2 ** 20;

const { ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;

/** Whether the key is an array index: a canonical number below 2 ** 32 - 1. */
function isIndex(key: string): boolean {
  const first = key.charCodeAt(0);
  if (first < 48 || first > 57 || key.length > 10) return false;
  const index = Number(key);
  return index < 4294967295 && String(index) === key;
}

/** Own keys except array indices, strings before symbols. */
export function ownNonIndexProperties(object: object, filter: number): (string | symbol)[] {
  const long = ArrayBuffer.isView(object) && (object as Uint8Array).length > longTypedArray;
  const keys = long ? Object.getOwnPropertySymbols(object) : ownKeys(object);
  // Indices are the first keys, in ascending order.
  let start = 0;
  while (start < keys.length && typeof keys[start] === 'string' && isIndex(keys[start] as string)) start++;
  const found: (string | symbol)[] = [];
  for (let i = start; i < keys.length; i++) {
    const key = keys[i]!;
    if (filter & (typeof key === 'symbol' ? propertyFilter.SKIP_SYMBOLS : propertyFilter.SKIP_STRINGS))
      continue;
    if (filter & 7) {
      const property = getOwnPropertyDescriptor(object, key);
      if (property === undefined) continue;
      if (filter & propertyFilter.ONLY_ENUMERABLE && !property.enumerable) continue;
      if (filter & propertyFilter.ONLY_WRITABLE && property.writable === false) continue;
      if (filter & propertyFilter.ONLY_CONFIGURABLE && !property.configurable) continue;
    }
    found.push(key);
  }
  return found;
}

/**
 * The name of the class that made the object, without running its code.
 *
 * V8 reads it from the hidden class; here it is the first named `constructor` in the chain, or the built-in kind.
 */
export function constructorName(object: object, isKind: Record<string, (value: unknown) => boolean>): string {
  if (isKind['isProxy']!(object)) return 'Object';
  if (typeof object === 'function') return 'Function';
  for (let link: object | null = object; link !== null; link = getPrototypeOf(link)) {
    if (isKind['isProxy']!(link)) break;
    const maker: unknown = getOwnPropertyDescriptor(link, 'constructor')?.value;
    if (typeof maker !== 'function') continue;
    const name: unknown = getOwnPropertyDescriptor(maker, 'name')?.value;
    if (typeof name === 'string' && name !== '') return name;
  }
  if (Array.isArray(object)) return 'Array';
  if (isKind['isNativeError']!(object)) return 'Error';
  for (const kind of ['Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'RegExp', 'Date', 'ArrayBuffer']) {
    if (isKind[`is${kind}`]!(object)) return kind;
  }
  return 'Object';
}
