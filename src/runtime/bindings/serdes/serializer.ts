import type { Any } from '../../host.ts';
import { ERROR_TAG, REGEXP_FLAGS, TAG, VERSION, VIEW_TAG } from './wire-format.ts';

const UNCLONEABLE = new Set([
  'Promise',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'Symbol',
  'Generator',
  'AsyncGenerator',
]);

/** Writes values in V8's format, byte for byte as V8 does. Objects that occur twice are written once. */
export class ValueSerializer {
  #bytes = new Uint8Array(256);
  #length = 0;
  readonly #ids = new Map<object, number>();
  #viewsAreHostObjects = false;
  readonly #delegate: Any;

  /** `delegate` is the `Serializer` of the program, whose methods with an underscore it may replace. */
  constructor(delegate: Any) {
    this.#delegate = delegate;
  }

  treatViewsAsHostObjects(on: boolean): void {
    this.#viewsAreHostObjects = on;
  }

  release(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return bytes;
  }

  writeHeader(): void {
    this.#byte(TAG.version);
    this.#byte(VERSION);
  }

  writeVarint(value: number | bigint): void {
    let rest = BigInt(value);
    do {
      const low = Number(rest & 127n);
      rest >>= 7n;
      this.#byte(rest > 0n ? low | 128 : low);
    } while (rest > 0n);
  }

  writeDouble(value: number): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    this.writeBytes(bytes);
  }

  writeBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  writeValue(value: unknown): void {
    if (value === undefined) this.#tag(TAG.undefined);
    else if (value === null) this.#tag(TAG.null);
    else if (typeof value === 'boolean') this.#tag(value ? TAG.true : TAG.false);
    else if (typeof value === 'number') this.#writeNumber(value);
    else if (typeof value === 'bigint') this.#writeTagged(TAG.bigint, () => this.#writeBigint(value));
    else if (typeof value === 'string') this.#writeString(value);
    else if (typeof value === 'object') this.#writeObject(value);
    else this.#refuse(value);
  }

  #writeNumber(value: number): void {
    // Integers of 32 bits have their sign in the lowest bit.
    if ((value | 0) === value && !Object.is(value, -0)) {
      this.#tag(TAG.int32);
      this.writeVarint(((value << 1) ^ (value >> 31)) >>> 0);
    } else {
      this.#tag(TAG.double);
      this.writeDouble(value);
    }
  }

  #writeBigint(value: bigint): void {
    const digits: number[] = [];
    for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 8n) digits.push(Number(rest & 255n));
    while (digits.length % 8 !== 0) digits.push(0);
    this.writeVarint((digits.length << 1) | (value < 0n ? 1 : 0));
    this.writeBytes(Uint8Array.from(digits));
  }

  #writeString(value: string): void {
    if (/^[\0-\xff]*$/.test(value)) {
      this.#tag(TAG.oneByteString);
      this.writeVarint(value.length);
      this.writeBytes(Uint8Array.from(value, (unit) => unit.charCodeAt(0)));
      return;
    }
    const byteLength = value.length * 2;
    // Units of two bytes begin at an even place.
    const header = 1 + varintLength(byteLength);
    if ((this.#length + header) % 2 !== 0) this.#byte(TAG.padding);
    this.#tag(TAG.twoByteString);
    this.writeVarint(byteLength);
    const units = new Uint8Array(byteLength);
    const view = new DataView(units.buffer);
    for (let i = 0; i < value.length; i++) view.setUint16(i * 2, value.charCodeAt(i), true);
    this.writeBytes(units);
  }

  #writeObject(value: object): void {
    const isView = ArrayBuffer.isView(value);
    // The buffer of a view comes first, so that the view can refer to it.
    if (isView && !this.#ids.has(value) && !this.#viewsAreHostObjects) this.#writeObject(value.buffer);
    const id = this.#ids.get(value);
    if (id !== undefined) {
      this.#writeTagged(TAG.reference, () => this.writeVarint(id));
      return;
    }
    this.#ids.set(value, this.#ids.size);
    if (isView && this.#viewsAreHostObjects) this.#writeHostObject(value);
    else if (isView) this.#writeView(value);
    else if (Array.isArray(value)) this.#writeArray(value);
    else if (value instanceof Error) this.#writeError(value);
    else if (value instanceof Map) this.#writeMap(value);
    else if (value instanceof Set) this.#writeSet(value);
    else if (value instanceof ArrayBuffer) this.#writeArrayBuffer(value);
    else if (!this.#writeWrapper(value)) {
      if (UNCLONEABLE.has(Object.prototype.toString.call(value).slice(8, -1))) this.#refuse(value);
      this.#tag(TAG.beginObject);
      this.#writeProperties(value, Object.keys(value), TAG.endObject);
    }
  }

  /** Objects around a single value; false for all others. */
  #writeWrapper(value: object): boolean {
    if (value instanceof Date) this.#writeTagged(TAG.date, () => this.writeDouble(value.getTime()));
    else if (value instanceof RegExp) this.#writeRegExp(value);
    else if (value instanceof Boolean) this.#tag(value.valueOf() ? TAG.trueObject : TAG.falseObject);
    else if (value instanceof Number)
      this.#writeTagged(TAG.numberObject, () => this.writeDouble(value.valueOf()));
    else if (value instanceof String)
      this.#writeTagged(TAG.stringObject, () => this.#writeString(value.valueOf()));
    else if (Object.prototype.toString.call(value) === '[object BigInt]') {
      this.#writeTagged(TAG.bigintObject, () =>
        this.#writeBigint((value as { valueOf(): unknown }).valueOf() as bigint),
      );
    } else return false;
    return true;
  }

  #writeTagged(tag: string, write: () => void): void {
    this.#tag(tag);
    write();
  }

  #writeProperties(object: Any, keys: readonly string[], end: string): void {
    let count = 0;
    for (const key of keys) {
      // A getter before may have taken it away.
      if (!Object.hasOwn(object, key)) continue;
      this.writeValue(indexOf(key) ?? key);
      this.writeValue(object[key]);
      count++;
    }
    this.#tag(end);
    this.writeVarint(count);
  }

  #writeArray(array: unknown[]): void {
    const { length } = array;
    const keys = Object.keys(array);
    const indexes = keys.filter((key) => indexOf(key) !== undefined);
    // V8 goes by the way in which it stores the array: one that was made with holes may be sparse though it has none.
    const isDense = indexes.length === length;
    this.#tag(isDense ? TAG.beginDenseArray : TAG.beginSparseArray);
    this.writeVarint(length);
    if (isDense) {
      for (let i = 0; i < length; i++) {
        // A getter before may have taken it away.
        if (Object.hasOwn(array, i)) this.writeValue(array[i]);
        else this.#tag(TAG.hole);
      }
    }
    const rest = isDense ? keys.filter((key) => indexOf(key) === undefined) : keys;
    this.#writeProperties(array, rest, isDense ? TAG.endDenseArray : TAG.endSparseArray);
    this.writeVarint(length);
  }

  #writeError(error: Error): void {
    this.#tag(TAG.error);
    const prototypeTag = (ERROR_TAG as Record<string, string>)[error.name];
    if (prototypeTag?.length === 1 && /Error$/.test(error.name)) this.#tag(prototypeTag);
    const message = Object.getOwnPropertyDescriptor(error, 'message');
    if (message && 'value' in message)
      this.#writeTagged(ERROR_TAG.message, () => this.#writeString(`${message.value}`));
    if (typeof error.stack === 'string') {
      const { stack } = error;
      this.#writeTagged(ERROR_TAG.stack, () => this.#writeString(stack));
    }
    if (Object.hasOwn(error, 'cause')) this.#writeTagged(ERROR_TAG.cause, () => this.writeValue(error.cause));
    this.#tag(ERROR_TAG.end);
  }

  #writeRegExp(regExp: RegExp): void {
    this.#tag(TAG.regExp);
    this.#writeString(regExp.source);
    let bits = 0;
    for (const flag of regExp.flags) bits |= 1 << REGEXP_FLAGS.indexOf(flag);
    this.writeVarint(bits);
  }

  #writeMap(map: Map<unknown, unknown>): void {
    this.#tag(TAG.beginMap);
    const parts = [...map].flat();
    for (const part of parts) this.writeValue(part);
    this.#tag(TAG.endMap);
    this.writeVarint(parts.length);
  }

  #writeSet(set: Set<unknown>): void {
    this.#tag(TAG.beginSet);
    const parts = [...set];
    for (const part of parts) this.writeValue(part);
    this.#tag(TAG.endSet);
    this.writeVarint(parts.length);
  }

  #writeArrayBuffer(buffer: ArrayBuffer): void {
    this.#tag(TAG.arrayBuffer);
    this.writeVarint(buffer.byteLength);
    this.writeBytes(new Uint8Array(buffer));
  }

  #writeView(view: ArrayBufferView): void {
    const tag = VIEW_TAG[Object.prototype.toString.call(view).slice(8, -1)];
    if (tag === undefined) this.#refuse(view);
    this.#tag(TAG.arrayBufferView);
    this.#tag(tag);
    this.writeVarint(view.byteOffset);
    this.writeVarint(view.byteLength);
    this.writeVarint(0);
  }

  #writeHostObject(object: object): void {
    this.#tag(TAG.hostObject);
    if (typeof this.#delegate._writeHostObject !== 'function') this.#refuse(object);
    this.#delegate._writeHostObject(object);
  }

  #refuse(value: unknown): never {
    const name =
      typeof value === 'object' && value ? `#<${value.constructor?.name ?? 'Object'}>` : String(value);
    const ErrorClass = this.#delegate._getDataCloneError ?? Error;
    throw new ErrorClass(`${name} could not be cloned.`);
  }

  #tag(tag: string): void {
    this.#byte(tag.charCodeAt(0));
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** The number that a property name is, where it is an index of an array. */
function indexOf(key: string): number | undefined {
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && index < 2 ** 32 - 1 && String(index) === key
    ? index
    : undefined;
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) length++;
  return length;
}
