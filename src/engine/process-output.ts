import type { OutputChunk } from './engine.ts';

/** Bytes that a process wrote to one of its streams. */
export interface WrittenBytes extends Omit<OutputChunk, 'data'> {
  readonly bytes: Uint8Array;
}

/** What a process writes, on its way to the one who reads it. The writer is told now and then how much has arrived. */
export class ProcessOutput {
  readonly chunks: ReadableStream<OutputChunk>;
  readonly #creditStep: number;
  readonly #credit: (bytes: number) => void;
  // A character may be cut between two pieces, so each stream has a decoder of its own.
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  /** Missing once nothing more may come: after the end, or where the reader has cancelled. */
  #controller: ReadableStreamDefaultController<OutputChunk> | undefined;
  #uncredited = 0;

  /** `credit` is called with the bytes that came since its last call, when they are `creditStep` or more. */
  constructor(creditStep: number, credit: (bytes: number) => void) {
    this.#creditStep = creditStep;
    this.#credit = credit;
    this.chunks = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.#controller = undefined;
      },
    });
  }

  add({ stream, bytes, at, cause }: WrittenBytes): void {
    const data = this.#decoders[stream].decode(bytes, { stream: true });
    if (data !== '')
      this.#controller?.enqueue({ stream, data, at, ...(cause === undefined ? {} : { cause }) });
    this.#uncredited += bytes.length;
    if (this.#uncredited < this.#creditStep) return;
    this.#credit(this.#uncredited);
    this.#uncredited = 0;
  }

  end(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }
}
