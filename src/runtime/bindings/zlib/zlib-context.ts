/**
 * One deflate or inflate stream in any of its formats.
 *
 * pako is zlib's own code in JavaScript, with the same `next_in`, `avail_in`, `next_out` and `avail_out`; this is what
 * Node's C++ does around zlib (`ZlibContext` in its `node_zlib.cc`): formats, members of a gzip file one after the
 * other, dictionaries, and the texts of errors.
 */
import {
  type Z_Strategy,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibDeflateSetDictionary,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  zlibInflateSetDictionary,
} from './pako.ts';

/** Node's numbers of formats. */
export const mode = {
  deflate: 1,
  inflate: 2,
  gzip: 3,
  gunzip: 4,
  deflateRaw: 5,
  inflateRaw: 6,
  unzip: 7,
} as const;
type Mode = (typeof mode)[keyof typeof mode];

const status = {
  ok: 0,
  streamEnd: 1,
  needDictionary: 2,
  streamError: -2,
  dataError: -3,
  bufferError: -5,
} as const;

const flushFinish = 4;
const flushBlock = 5;
const deflateMethod = 8;
const defaultLevel = 6;
const gzipMagic = [0x1f, 0x8b] as const;

const codeNames: Readonly<Record<number, string>> = {
  2: 'Z_NEED_DICT',
  '-1': 'Z_ERRNO',
  '-2': 'Z_STREAM_ERROR',
  '-3': 'Z_DATA_ERROR',
  '-4': 'Z_MEM_ERROR',
  '-5': 'Z_BUF_ERROR',
  '-6': 'Z_VERSION_ERROR',
};

export interface ZlibError {
  readonly message: string;
  readonly errno: number;
  readonly code: string;
}

export interface ZlibOptions {
  readonly windowBits: number;
  readonly level: number;
  readonly memLevel: number;
  readonly strategy: Z_Strategy;
  readonly dictionary: Uint8Array | undefined;
  /** Leave what follows the end of a gzip member unread, instead of reading it as another member. */
  readonly stopAtEnd: boolean;
}

/**
 * Leaves a deflate state that only stored until now with what its next level may refer to, as zlib's `deflateParams`
 * does: `matches` counts how often the window slid meanwhile, and 2 stands for more often.
 */
function forgetStored(state: ZStream['state']): void {
  if (state.matches === 1) {
    for (const table of [state.head, state.prev]) {
      for (let i = 0; i < table.length; i++) table[i] = Math.max(table[i] - state.w_size, 0);
    }
  } else if (state.matches === 2) {
    state.head.fill(0);
  }
  state.matches = 0;
}

export class ZlibContext {
  #mode: Mode;
  readonly #options: ZlibOptions;
  readonly #stream = new ZStream();
  #initialized = false;
  #status: number = status.ok;
  #flush = 0;
  #magicBytesRead = 0;

  constructor(initialMode: Mode, options: ZlibOptions) {
    this.#mode = initialMode;
    this.#options = options;
  }

  get availableIn(): number {
    return this.#stream.avail_in;
  }

  get availableOut(): number {
    return this.#stream.avail_out;
  }

  get #compresses(): boolean {
    return this.#mode === mode.deflate || this.#mode === mode.gzip || this.#mode === mode.deflateRaw;
  }

  /** Reads from the whole of `input`, writes to the whole of `output`; see the available counts for what is left. */
  run(flush: number, input: Uint8Array, output: Uint8Array<ArrayBuffer>): ZlibError | undefined {
    const stream = this.#stream;
    stream.input = input;
    stream.next_in = 0;
    stream.avail_in = input.length;
    stream.output = output;
    stream.next_out = 0;
    stream.avail_out = output.length;
    this.#flush = flush;
    const failed = this.#initialize();
    if (failed) return failed;
    if (this.#compresses) {
      this.#status = zlibDeflate(stream, flush as 0);
    } else {
      if (this.#mode === mode.unzip) this.#detectFormat();
      this.#inflate();
    }
    return this.#judge();
  }

  reset(): ZlibError | undefined {
    const failed = this.#initialize();
    if (failed) return failed;
    return this.#reset() === status.ok ? this.#setDictionary() : this.#error('Failed to reset stream');
  }

  /** Only what compresses without gzip's wrapper has parameters, as in Node. */
  setParameters(level: number, strategy: Z_Strategy): ZlibError | undefined {
    const failed = this.#initialize();
    if (failed) return failed;
    if (this.#mode !== mode.deflate && this.#mode !== mode.deflateRaw) return undefined;
    const stream = this.#stream;
    const { state } = stream;
    if (state.last_flush !== -2) zlibDeflate(stream, flushBlock);
    if (state.strategy === strategy && state.level === level) return undefined;

    // A fresh stream knows what the level stands for.
    const model = new ZStream();
    const { windowBits, memLevel } = this.#options;
    this.#status = zlibDeflateInit2(model, level, deflateMethod, windowBits, memLevel, strategy);
    if (this.#status !== status.ok) return this.#error('Failed to set parameters');
    if (state.level === 0) forgetStored(state);
    for (const name of ['level', 'max_lazy_match', 'good_match', 'nice_match', 'max_chain_length']) {
      state[name] = model.state[name];
    }
    state.strategy = strategy;
    return undefined;
  }

  /** Does once what is left until the first use, because it is costly. */
  #initialize(): ZlibError | undefined {
    if (this.#initialized) return undefined;
    this.#initialized = true;
    const { level, memLevel, strategy } = this.#options;
    let { windowBits } = this.#options;
    // How zlib is told the format.
    if (this.#mode === mode.gzip || this.#mode === mode.gunzip) windowBits += 16;
    else if (this.#mode === mode.unzip) windowBits += 32;
    else if (this.#mode === mode.deflateRaw || this.#mode === mode.inflateRaw) windowBits = -windowBits;
    this.#status = this.#compresses
      ? zlibDeflateInit2(
          this.#stream,
          level < 0 ? defaultLevel : level,
          deflateMethod,
          windowBits,
          memLevel,
          strategy,
        )
      : zlibInflateInit2(this.#stream, windowBits);
    return this.#status === status.ok ? this.#setDictionary() : this.#error('Init error');
  }

  #setDictionary(): ZlibError | undefined {
    const { dictionary } = this.#options;
    this.#status = status.ok;
    if (dictionary === undefined || dictionary.length === 0) return undefined;
    if (this.#mode === mode.deflate || this.#mode === mode.deflateRaw) {
      this.#status = zlibDeflateSetDictionary(this.#stream, dictionary);
    } else if (this.#mode === mode.inflateRaw) {
      this.#status = zlibInflateSetDictionary(this.#stream, dictionary);
    }
    return this.#status === status.ok ? undefined : this.#error('Failed to set dictionary');
  }

  #reset(): number {
    this.#status = this.#compresses ? zlibDeflateReset(this.#stream) : zlibInflateReset(this.#stream);
    return this.#status;
  }

  /** Takes what starts with gzip's two magic bytes, which may come one by one, for gzip and all else for deflate. */
  #detectFormat(): void {
    const { input, avail_in: available } = this.#stream;
    for (let i = 0; i < available && this.#mode === mode.unzip; i++) {
      if (input[i] !== gzipMagic[this.#magicBytesRead]) this.#mode = mode.inflate;
      else if (++this.#magicBytesRead === 2) this.#mode = mode.gunzip;
    }
  }

  #inflate(): void {
    const stream = this.#stream;
    const flush = this.#flush as 0;
    const { dictionary, stopAtEnd } = this.#options;
    this.#status = zlibInflate(stream, flush);
    if (this.#mode !== mode.inflateRaw && this.#status === status.needDictionary && dictionary?.length) {
      this.#status = zlibInflateSetDictionary(stream, dictionary);
      if (this.#status === status.ok) this.#status = zlibInflate(stream, flush);
      else if (this.#status === status.dataError) this.#status = status.needDictionary;
    }
    // Zeros after the end are padding; anything else is the next member of the file.
    while (
      !stopAtEnd &&
      stream.avail_in > 0 &&
      this.#mode === mode.gunzip &&
      this.#status === status.streamEnd &&
      stream.input[stream.next_in] !== 0
    ) {
      this.#reset();
      this.#status = zlibInflate(stream, flush);
    }
  }

  #judge(): ZlibError | undefined {
    switch (this.#status) {
      case status.ok:
      case status.bufferError:
        if (this.#stream.avail_out !== 0 && this.#flush === flushFinish)
          return this.#error('unexpected end of file');
        return undefined;
      case status.streamEnd:
        return undefined;
      case status.needDictionary:
        return this.#error(this.#options.dictionary?.length ? 'Bad dictionary' : 'Missing dictionary');
      default:
        return this.#error('Zlib error');
    }
  }

  #error(message: string): ZlibError {
    return {
      message: this.#stream.msg || message,
      errno: this.#status,
      code: codeNames[this.#status] ?? 'Z_OK',
    };
  }
}
