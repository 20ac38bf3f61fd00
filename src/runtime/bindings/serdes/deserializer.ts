import type { Any } from '../../host.ts';
import { ERROR_TAG, REGEXP_FLAGS, TAG, VERSION, VIEW_TAG } from './wire-format.ts';

const MALFORMED = 'Unable to deserialize cloned data.';
const VIEW_NAME = new Map(Object.entries(VIEW_TAG).map(([name, tag]) => [tag, name]));

/** Reads what `ValueSerializer`, or V8 since its version 13, has written. Throws an `Error` on anything else. */
export class ValueDeserializer {
  readonly #bytes: Uint8Array;
  readonly #objects: unknown[] = [];
  readonly #transferred = new Map<number, ArrayBuffer>();
  readonly #delegate: Any;
  #at = 0;
  #version = 0;

  constructor(bytes: Uint8Array, delegate: Any) {
    this.#bytes = bytes;
    this.#delegate = delegate;
  }

  get version(): number {
    return this.#version;
  }

  transfer(id: number, buffer: ArrayBuffer): void {
    this.#transferred.set(id, buffer);
  }

  readHeader(): void {
    if (this.#bytes[this.#at] !== TAG.version) fail();
    this.#at++;
    this.#version = this.readVarint();
    if (this.#version > VERSION)
      fail('Unable to deserialize cloned data due to invalid or unsupported version.');
  }

  readVarint(): number {
    return Number(this.readVarint64());
  }

  readVarint64(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  readDouble(): number {
    const at = this.skip(8);
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + at, 8).getFloat64(0, true);
  }

  /** Where the next `count` bytes begin. */
  skip(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) fail();
    this.#at += count;
    return at;
  }

  readValue(): unknown {
    const value = this.#readObject(this.#readTag());
    // A view stands behind the buffer that it is a view of.
    if (value instanceof ArrayBuffer && this.#peekTag() === TAG.arrayBufferView) return this.#readView(value);
    return value;
  }

  #readObject(tag: string): unknown {
    switch (tag) {
      case TAG.undefined:
        return undefined;
      case TAG.null:
        return null;
      case TAG.true:
        return true;
      case TAG.false:
        return false;
      case TAG.int32: {
        const bits = this.readVarint();
        return (bits >>> 1) ^ -(bits & 1);
      }
      case TAG.uint32:
        return this.readVarint();
      case TAG.double:
        return this.readDouble();
      case TAG.bigint:
        return this.#readBigint();
      case TAG.oneByteString:
      case TAG.twoByteString:
      case TAG.utf8String:
        return this.#readString(tag);
      case TAG.reference: {
        const id = this.readVarint();
        return id < this.#objects.length ? this.#objects[id] : fail();
      }
      case TAG.date:
        return this.#keep(new Date(this.readDouble()));
      case TAG.trueObject:
        return this.#keep(Object(true));
      case TAG.falseObject:
        return this.#keep(Object(false));
      case TAG.numberObject:
        return this.#keep(Object(this.readDouble()));
      case TAG.bigintObject:
        return this.#keep(Object(this.#readBigint()));
      case TAG.stringObject:
        return this.#keep(Object(this.#readString(this.#readTag())));
      case TAG.regExp:
        return this.#readRegExp();
      case TAG.beginObject:
        return this.#readProperties(this.#keep({}), TAG.endObject);
      case TAG.beginDenseArray:
        return this.#readDenseArray();
      case TAG.beginSparseArray: {
        const array = this.#keep(new Array(this.#readLength()));
        this.#readProperties(array, TAG.endSparseArray);
        this.readVarint();
        return array;
      }
      case TAG.beginMap:
        return this.#readMap();
      case TAG.beginSet:
        return this.#readSet();
      case TAG.arrayBuffer: {
        const length = this.readVarint();
        const at = this.skip(length);
        return this.#keep(this.#bytes.slice(at, at + length).buffer);
      }
      case 't':
        return this.#keep(this.#transferred.get(this.readVarint()) ?? fail());
      case TAG.error:
        return this.#readError();
      case TAG.hostObject: {
        const id = this.#objects.push(undefined) - 1;
        if (typeof this.#delegate._readHostObject !== 'function') return fail();
        return (this.#objects[id] = this.#delegate._readHostObject());
      }
      default:
        return fail();
    }
  }

  #readString(tag: string): string {
    const length = this.readVarint();
    const at = this.skip(length);
    const bytes = this.#bytes.subarray(at, at + length);
    if (tag === TAG.utf8String) return new TextDecoder().decode(bytes);
    if (tag === TAG.oneByteString) return textOf(bytes);
    if (tag !== TAG.twoByteString || length % 2 !== 0) return fail();
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    return textOf(Array.from({ length: length / 2 }, (_, i) => view.getUint16(i * 2, true)));
  }

  #readBigint(): bigint {
    const field = this.readVarint();
    const length = field >>> 1;
    const at = this.skip(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[at + i] as number);
    return field & 1 ? -value : value;
  }

  #readRegExp(): RegExp {
    const source = this.#readString(this.#readTag());
    const bits = this.readVarint();
    const flags = [...REGEXP_FLAGS].filter((_, i) => bits & (1 << i)).join('');
    return this.#keep(new RegExp(source, flags));
  }

  #readProperties(object: Any, end: string): Any {
    let count = 0;
    while (this.#peekTag() !== end) {
      const key = this.readValue();
      if (typeof key !== 'string' && typeof key !== 'number') fail();
      const value = this.readValue();
      Object.defineProperty(object, key as string, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
      count++;
    }
    this.#readTag();
    if (this.readVarint() !== count) fail();
    return object;
  }

  #readDenseArray(): unknown[] {
    const length = this.#readLength();
    const array: unknown[] = this.#keep(new Array(length));
    for (let i = 0; i < length; i++) {
      if (this.#peekTag() === TAG.hole) this.#readTag();
      else array[i] = this.readValue();
    }
    this.#readProperties(array, TAG.endDenseArray);
    if (this.readVarint() !== length) fail();
    return array;
  }

  #readLength(): number {
    const length = this.readVarint();
    return length < 2 ** 32 ? length : fail();
  }

  #readMap(): Map<unknown, unknown> {
    const map = this.#keep(new Map());
    let count = 0;
    for (; this.#peekTag() !== TAG.endMap; count += 2) map.set(this.readValue(), this.readValue());
    this.#readTag();
    if (this.readVarint() !== count) fail();
    return map;
  }

  #readSet(): Set<unknown> {
    const set = this.#keep(new Set());
    let count = 0;
    for (; this.#peekTag() !== TAG.endSet; count++) set.add(this.readValue());
    this.#readTag();
    if (this.readVarint() !== count) fail();
    return set;
  }

  #readView(buffer: ArrayBuffer): unknown {
    this.#readTag();
    const name = VIEW_NAME.get(this.#readTag());
    const [offset, length] = [this.readVarint(), this.readVarint()];
    if (this.#version >= 14) this.readVarint();
    const View = name === undefined ? fail() : (globalThis as Any)[name];
    const width = View.BYTES_PER_ELEMENT ?? 1;
    if (offset + length > buffer.byteLength || offset % width !== 0 || length % width !== 0) fail();
    return this.#keep(new View(buffer, offset, length / width));
  }

  #readError(): Error {
    const id = this.#objects.push(undefined) - 1;
    let Type: Any = Error;
    let message: string | undefined;
    let stack: string | undefined;
    let cause: { value: unknown } | undefined;
    for (let tag = this.#readTag(); tag !== ERROR_TAG.end; tag = this.#readTag()) {
      if (tag === ERROR_TAG.message) message = this.#readString(this.#readTag());
      else if (tag === ERROR_TAG.stack) stack = this.#readString(this.#readTag());
      else if (tag === ERROR_TAG.cause) cause = { value: this.readValue() };
      else {
        const name = Object.entries(ERROR_TAG).find(
          ([key, value]) => value === tag && key.endsWith('Error'),
        )?.[0];
        Type = name ? (globalThis as Any)[name] : fail();
      }
    }
    const error = cause ? new Type(message, { cause: cause.value }) : new Type(message);
    Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
    this.#objects[id] = error;
    return error;
  }

  #keep<T>(object: T): T {
    this.#objects.push(object);
    return object;
  }

  #byte(): number {
    return this.#bytes[this.skip(1)] as number;
  }

  #readTag(): string {
    let byte = this.#byte();
    while (byte === TAG.padding) byte = this.#byte();
    return String.fromCharCode(byte);
  }

  #peekTag(): string | undefined {
    let at = this.#at;
    while (this.#bytes[at] === TAG.padding) at++;
    return at < this.#bytes.length ? String.fromCharCode(this.#bytes[at] as number) : undefined;
  }
}

function fail(message = MALFORMED): never {
  throw new Error(message);
}

function textOf(units: ArrayLike<number>): string {
  let text = '';
  for (let i = 0; i < units.length; i += 8192) {
    text += String.fromCharCode(...Array.prototype.slice.call(units, i, i + 8192));
  }
  return text;
}
