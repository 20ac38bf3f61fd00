import type { Any, Binding, Host } from '../host.ts';
import { codedError } from './fs/native-error.ts';
import { ValueDeserializer } from './serdes/deserializer.ts';
import { ValueSerializer } from './serdes/serializer.ts';

/** `internalBinding('serdes')`: V8's serialization format, behind `v8.serialize`. */
export function createSerdesBinding(host: Host): Binding {
  class Serializer {
    readonly #value: ValueSerializer = new ValueSerializer(this);

    writeHeader(): void {
      this.#value.writeHeader();
    }

    writeValue(value: unknown): boolean {
      this.#value.writeValue(value);
      return true;
    }

    releaseBuffer(): Any {
      const bytes = this.#value.release();
      return host.builtin('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    }

    transferArrayBuffer(): void {}

    writeUint32(value: number): void {
      this.#value.writeVarint(value >>> 0);
    }

    writeUint64(high: number, low: number): void {
      this.#value.writeVarint((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
    }

    writeDouble(value: number): void {
      this.#value.writeDouble(value);
    }

    writeRawBytes(source: ArrayBufferView | ArrayBuffer): void {
      if (ArrayBuffer.isView(source)) {
        this.#value.writeBytes(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
      } else if (source instanceof ArrayBuffer) this.#value.writeBytes(new Uint8Array(source));
      else throw wrongType('source', 'a TypedArray or a DataView');
    }

    _setTreatArrayBufferViewsAsHostObjects(on: boolean): void {
      this.#value.treatViewsAsHostObjects(on);
    }
  }

  class Deserializer {
    readonly buffer: Uint8Array;
    readonly #value: ValueDeserializer;

    constructor(buffer: ArrayBufferView) {
      if (!ArrayBuffer.isView(buffer)) throw wrongType('buffer', 'a TypedArray or a DataView');
      this.buffer = buffer as Uint8Array;
      const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      this.#value = new ValueDeserializer(bytes, this);
    }

    readHeader(): boolean {
      this.#value.readHeader();
      return true;
    }

    readValue(): unknown {
      return this.#value.readValue();
    }

    getWireFormatVersion(): number {
      return this.#value.version;
    }

    transferArrayBuffer(id: number, buffer: ArrayBuffer): void {
      this.#value.transfer(id, buffer);
    }

    readUint32(): number {
      return this.#value.readVarint();
    }

    readUint64(): [high: number, low: number] {
      const value = this.#value.readVarint64();
      return [Number(value >> 32n), Number(value & 0xffffffffn)];
    }

    readDouble(): number {
      return this.#value.readDouble();
    }

    _readRawBytes(length: number): number {
      return this.#value.skip(length);
    }
  }

  return { Serializer, Deserializer };
}

/** `internalBinding('ipc_serdes')`: messages of `fork` with `serialization: 'advanced'`, each behind its length. */
export function createIpcSerdesBinding(host: Host): Binding {
  return {
    serialize(message: unknown): Any {
      const body = host.builtin('v8').serialize(message);
      const framed = host.builtin('buffer').Buffer.alloc(4 + body.length);
      framed.writeUInt32BE(body.length, 0);
      framed.set(body, 4);
      return framed;
    },
    deserialize: (bytes: Uint8Array): unknown => host.builtin('v8').deserialize(bytes),
  };
}

function wrongType(name: string, expected: string): Error {
  return codedError('ERR_INVALID_ARG_TYPE', `${name} must be ${expected}`, TypeError);
}
