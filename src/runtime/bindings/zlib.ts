/** `internalBinding('zlib')`: deflate and gzip by pako; Brotli and Zstandard are not available. */
import type { Any, Binding, Host } from '../host.ts';
import { bytesOf, copyOf, slice } from './buffer/bytes.ts';
import { encodeUtf8 } from './buffer/utf8.ts';
import { crc32 } from './zlib/crc32.ts';
import { ZlibContext, type ZlibError } from './zlib/zlib-context.ts';

const noBytes = new Uint8Array();

/** The class of streams whose construction fails because there is no coder for the format. */
function unavailable(format: string) {
  return class {
    constructor() {
      throw Object.assign(
        new Error(
          `\`${format}\` is not available in this engine: it has gzip and deflate only. Use \`zlib.gzip\`.`,
        ),
        { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' },
      );
    }
  };
}

export function createZlibBinding(host: Host): Binding {
  class Zlib extends host.AsyncWrap {
    readonly #mode: number;
    #context: ZlibContext | undefined;
    /** What the library reads after a write: available room in the output, bytes left in the input. */
    #writeState = new Uint32Array(2);
    #onWritten: (() => void) | undefined;
    #writing = false;
    #closeAfterWrite = false;

    constructor(mode: number) {
      super('ZLIB');
      this.#mode = mode;
    }

    init(
      windowBits: number,
      level: number,
      memLevel: number,
      strategy: number,
      writeState: Uint32Array<ArrayBuffer>,
      onWritten: () => void,
      dictionary?: ArrayBufferView,
      stopAtEnd = false,
    ): void {
      this.#writeState = writeState;
      this.#onWritten = onWritten;
      this.#context = new ZlibContext(this.#mode as 1, {
        windowBits,
        level,
        memLevel,
        strategy: strategy as 0,
        dictionary: dictionary && copyOf(dictionary),
        stopAtEnd,
      });
    }

    /** The work is done in a task of its own, then the library's callback runs. */
    write(
      flush: number,
      input: ArrayBufferView | null,
      inputOffset: number,
      inputLength: number,
      output: ArrayBufferView,
      outputOffset: number,
      outputLength: number,
    ): void {
      this.#writing = true;
      host.loop.ref();
      host.loop.post(() => {
        host.loop.unref();
        const error = this.#run(flush, input, inputOffset, inputLength, output, outputOffset, outputLength);
        this.#writing = false;
        if (error) this.makeCallback('onerror', error.message, error.errno, error.code);
        else this.makeCallback(this.#onWritten);
        if (this.#closeAfterWrite) this.close();
      });
    }

    writeSync(
      flush: number,
      input: ArrayBufferView | null,
      inputOffset: number,
      inputLength: number,
      output: ArrayBufferView,
      outputOffset: number,
      outputLength: number,
    ): void {
      this.#report(this.#run(flush, input, inputOffset, inputLength, output, outputOffset, outputLength));
    }

    params(level: number, strategy: number): void {
      this.#report(this.#context?.setParameters(level, strategy as 0));
    }

    reset(): void {
      this.#report(this.#context?.reset());
    }

    /** A write in progress is finished first. */
    close(): void {
      if (this.#writing) {
        this.#closeAfterWrite = true;
        return;
      }
      this.#closeAfterWrite = false;
      this.#context = undefined;
    }

    #run(
      flush: number,
      input: ArrayBufferView | null,
      inputOffset: number,
      inputLength: number,
      output: ArrayBufferView,
      outputOffset: number,
      outputLength: number,
    ): ZlibError | undefined {
      const context = this.#context!;
      const error = context.run(
        flush,
        input === null ? noBytes : slice(bytesOf(input), inputOffset, inputOffset + inputLength),
        slice(bytesOf(output), outputOffset, outputOffset + outputLength),
      );
      if (!error) {
        this.#writeState[0] = context.availableOut;
        this.#writeState[1] = context.availableIn;
      }
      return error;
    }

    /** Tells the library at once: its caller is on the stack. */
    #report(error: ZlibError | undefined): void {
      if (error) (this as Any).onerror(error.message, error.errno, error.code);
    }
  }

  return {
    Zlib,
    BrotliEncoder: unavailable('Brotli'),
    BrotliDecoder: unavailable('Brotli'),
    ZstdCompress: unavailable('Zstandard'),
    ZstdDecompress: unavailable('Zstandard'),
    crc32: (data: string | ArrayBufferView, previous = 0) =>
      crc32(typeof data === 'string' ? encodeUtf8(data) : bytesOf(data), previous),
    ZLIB_VERSION: '1.3.1',
  };
}
