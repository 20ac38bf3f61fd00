/**
 * `internalBinding('stream_wrap')`: the stream handles under `net.Socket`, as `StreamBase` and `LibuvStreamWrap` of
 * Node's C++ (https://github.com/nodejs/node/blob/v24.x/src/stream_base.cc).
 */
import type { Any, AsyncWrap, Binding, HandleWrap, Host } from '../host.ts';
import { copyBytes, joinBytes } from '../net/bytes.ts';
import type { Connection } from '../net/network-device.ts';
import {
  UV_ECANCELED,
  UV_ECONNRESET,
  UV_EINVAL,
  UV_ENOTCONN,
  UV_ENOTSUP,
  UV_EOF,
  UV_EPIPE,
} from './stream/errno.ts';
import { InboundQueue } from './stream/inbound-queue.ts';
import { chunkBytes, latin1Bytes, ucs2Bytes, utf8Bytes } from './stream/string-bytes.ts';

const kReadBytesOrError = 0;
const kArrayBufferOffset = 1;
const kBytesWritten = 2;
const kLastWriteWasAsync = 3;

/** What libuv reads at once. */
const READ_BYTES = 65_536;
/** What the buffers of both ends of a loopback socket hold about: a write beyond it waits for the reader. */
const SEND_BUFFER_BYTES = 1024 * 1024;

/** A write or shutdown under way. `oncomplete(status, handle, error)` is called once. */
export interface StreamRequest extends AsyncWrap {
  oncomplete: Any;
}

/** Receives what a handle reads, in place of its `onread`; ends and errors still go there. */
export interface StreamListener {
  onStreamData(bytes: Uint8Array): void;
  adoptCause(cause: number | undefined): void;
}

/** The base class of stream handles, as the other bindings see it. */
export interface StreamHandle extends HandleWrap {
  onread: Any;
  readonly fd: number;
  /**
   * Takes a connection over, with what has arrived on it since. At the end that was connected to, what is read is due to
   * the request that the peer wrote it for; at the other one, to whoever asked.
   */
  attach(connection: Connection, queue: InboundQueue, end?: 'client' | 'server'): void;
  readonly connection: Connection | undefined;
  setListener(listener: StreamListener | undefined): void;
}

interface PendingWrite {
  readonly request: StreamRequest;
  /** `bytesWritten` after it. */
  readonly end: number;
}

export function createStreamWrapBinding(host: Host): Binding {
  const streamBaseState = new Int32Array(4);

  class WriteWrap extends host.AsyncWrap {
    constructor() {
      super('WRITEWRAP');
    }
  }

  class ShutdownWrap extends host.AsyncWrap {
    constructor() {
      super('SHUTDOWNWRAP');
    }
  }

  class LibuvStreamWrap extends host.HandleWrap implements StreamHandle {
    // As in Node, what programs print of a handle shows none of these.
    #onread: Any;
    #bytesRead = 0;
    #bytesWritten = 0;
    #connection: Connection | undefined;
    #queue = new InboundQueue();
    #listener: StreamListener | undefined;
    #userBuffer: Uint8Array | undefined;
    #isServer = false;
    #isReading = false;
    #isScheduled = false;
    #hasShutdown = false;
    #errorTold = false;
    #readFailed = false;
    #writes: PendingWrite[] = [];
    #shutdown: StreamRequest | undefined;

    get isStreamBase(): boolean {
      return true;
    }

    get fd(): number {
      return -1;
    }

    get onread(): Any {
      return this.#onread;
    }

    set onread(callback: Any) {
      this.#onread = callback;
    }

    get bytesRead(): number {
      return this.#bytesRead;
    }

    get bytesWritten(): number {
      return this.#bytesWritten;
    }

    get connection(): Connection | undefined {
      return this.#connection;
    }

    /** Bytes that {@link bytesWritten} counts and that wait in this process. */
    get writeQueueSize(): number {
      return this.#writes.length === 0 ? 0 : Math.max(0, this.#inFlight() - SEND_BUFFER_BYTES);
    }

    attach(connection: Connection, queue: InboundQueue, end: 'client' | 'server' = 'client'): void {
      this.#isServer = end === 'server';
      this.#connection = connection;
      this.#queue = queue;
      queue.onChange = () => this.#wake();
      queue.onSent = () => this.#wake();
      this.#wake();
    }

    setListener(listener: StreamListener | undefined): void {
      this.#listener = listener;
    }

    useUserBuffer(buffer: Uint8Array): number {
      this.#userBuffer = buffer;
      return 0;
    }

    setBlocking(): number {
      return 0;
    }

    readStart(): number {
      if (this.isClosing) return UV_EINVAL;
      if (!this.#connection || this.#readFailed) return UV_ENOTCONN;
      this.#isReading = true;
      this.setActive(true);
      this.#wake();
      return 0;
    }

    readStop(): number {
      this.#isReading = false;
      this.setActive(false);
      return 0;
    }

    shutdown(request: StreamRequest): number {
      if (!this.#connection || this.#hasShutdown) return UV_ENOTCONN;
      this.#hasShutdown = true;
      this.#connection.end();
      this.#shutdown = request;
      host.loop.ref();
      this.#wake();
      return 0;
    }

    writeBuffer(request: StreamRequest, data: ArrayBufferView, handle?: unknown): number {
      return handle ? this.#refuseHandle() : this.#write(request, copyBytes(data));
    }

    writev(request: StreamRequest, chunks: readonly Any[], allBuffers: boolean): number {
      const parts: Uint8Array[] = [];
      if (allBuffers) for (const chunk of chunks) parts.push(copyBytes(chunk));
      else for (let i = 0; i < chunks.length; i += 2) parts.push(chunkBytes(host, chunks[i], chunks[i + 1]));
      return this.#write(request, joinBytes(parts));
    }

    writeUtf8String(request: StreamRequest, text: string, handle?: unknown): number {
      return handle ? this.#refuseHandle() : this.#write(request, utf8Bytes(text));
    }

    writeAsciiString(request: StreamRequest, text: string): number {
      return this.#write(request, latin1Bytes(text));
    }

    writeLatin1String(request: StreamRequest, text: string): number {
      return this.#write(request, latin1Bytes(text));
    }

    writeUcs2String(request: StreamRequest, text: string): number {
      return this.#write(request, ucs2Bytes(text));
    }

    /** `subprocess.send(message, socket)`: no socket leaves its process. */
    #refuseHandle(): number {
      streamBaseState[kBytesWritten] = 0;
      streamBaseState[kLastWriteWasAsync] = 0;
      return UV_ENOTSUP;
    }

    #write(request: StreamRequest, bytes: Uint8Array): number {
      const { length } = bytes;
      streamBaseState[kBytesWritten] = length;
      streamBaseState[kLastWriteWasAsync] = 0;
      const connection = this.#connection;
      if (!connection) return UV_ENOTCONN;
      if (this.#queue.wasReset) return this.#resetError();
      if (this.#hasShutdown) return UV_EPIPE;
      this.#bytesWritten += length;
      connection.write(bytes, host.cause());
      if (this.#writes.length === 0 && connection.bytesInFlight <= SEND_BUFFER_BYTES) return 0;
      streamBaseState[kLastWriteWasAsync] = 1;
      this.#writes.push({ request, end: this.#bytesWritten });
      host.loop.ref();
      return 0;
    }

    /** The error of a socket after a reset: told once, after that it is a broken pipe. */
    #resetError(): number {
      const isFirst = !this.#errorTold && !this.#queue.hasEnded;
      this.#errorTold = true;
      return isFirst ? UV_ECONNRESET : UV_EPIPE;
    }

    #inFlight(): number {
      return this.#connection?.bytesInFlight ?? 0;
    }

    #isWriteDone(write: PendingWrite): boolean {
      return this.#queue.wasReset || this.#inFlight() - (this.#bytesWritten - write.end) <= SEND_BUFFER_BYTES;
    }

    #hasWork(): boolean {
      const [write] = this.#writes;
      if (write ? this.#isWriteDone(write) : this.#shutdown !== undefined) return true;
      if (!this.#isReading) return false;
      return !this.#queue.isEmpty || this.#queue.hasEnded || this.#queue.wasReset;
    }

    #wake(): void {
      if (this.#isScheduled || this.isClosing || !this.#hasWork()) return;
      this.#isScheduled = true;
      host.loop.post(() => {
        this.#isScheduled = false;
        // Each event is a task of its own, and the next one waits until after this one.
        if (!this.isClosing && this.#hasWork()) this.#runOne();
      });
    }

    #runOne(): void {
      const [write] = this.#writes;
      if (write ? this.#isWriteDone(write) : this.#shutdown) {
        if (write) this.#writes.shift();
        const request = write?.request ?? this.#shutdown!;
        if (!write) this.#shutdown = undefined;
        this.#wake();
        this.#complete(request, this.#queue.wasReset ? (write ? this.#resetError() : UV_ENOTCONN) : 0);
        return;
      }
      const limit = this.#userBuffer ? Math.min(READ_BYTES, this.#userBuffer.length) : READ_BYTES;
      const bytes = this.#queue.take(limit);
      if (bytes) {
        this.#wake();
        this.#deliver(bytes);
        return;
      }
      this.#isReading = false;
      this.setActive(false);
      // Once a write has taken the error of a reset, there is only an end left to read, as after a true end.
      const isBroken = this.#queue.wasReset && !this.#queue.hasEnded && !this.#errorTold;
      if (isBroken) this.#readFailed = true;
      this.#tell(isBroken ? this.#resetError() : UV_EOF);
    }

    #deliver(bytes: Uint8Array): void {
      this.#bytesRead += bytes.length;
      this.#connection?.acknowledge(bytes.length);
      if (this.#isServer) {
        this.adoptCause(this.#queue.cause);
        this.#listener?.adoptCause(this.#queue.cause);
      }
      if (this.#listener) {
        this.#listener.onStreamData(bytes);
        return;
      }
      const target = this.#userBuffer;
      if (target) {
        target.set(bytes);
        streamBaseState[kReadBytesOrError] = bytes.length;
        streamBaseState[kArrayBufferOffset] = 0;
        const next = this.makeCallback(this.#onread);
        if (ArrayBuffer.isView(next)) this.#userBuffer = next as Uint8Array;
        return;
      }
      streamBaseState[kReadBytesOrError] = bytes.length;
      streamBaseState[kArrayBufferOffset] = bytes.byteOffset;
      this.makeCallback(this.#onread, bytes.buffer);
    }

    #tell(error: number): void {
      streamBaseState[kReadBytesOrError] = error;
      streamBaseState[kArrayBufferOffset] = 0;
      this.makeCallback(this.#onread, undefined);
    }

    #complete(request: StreamRequest, status: number): void {
      host.loop.unref();
      if (typeof request.oncomplete === 'function')
        request.makeCallback('oncomplete', status, this, undefined);
    }

    override onClose(): void {
      this.#isReading = false;
      const requests = this.#writes.map(({ request }) => request);
      if (this.#shutdown) requests.push(this.#shutdown);
      this.#writes = [];
      this.#shutdown = undefined;
      for (const request of requests) host.loop.post(() => this.#complete(request, UV_ECANCELED));
      this.#connection?.close();
    }
  }

  return {
    LibuvStreamWrap,
    ShutdownWrap,
    WriteWrap,
    kReadBytesOrError,
    kArrayBufferOffset,
    kBytesWritten,
    kLastWriteWasAsync,
    streamBaseState,
  };
}
