import type { KernelEvent } from '../../runtime/kernel/kernel.ts';
import type { EngineProcess, ExitStatus, OutputChunk, Signal } from '../engine.ts';
import type { KernelConnection } from './kernel-connection.ts';

const CREDIT_STEP_BYTES = 2 ** 20;

/** A process of the kernel, as the page sees it. */
export class EmbeddedProcess implements EngineProcess {
  readonly pid: number;
  readonly output: ReadableStream<OutputChunk>;
  readonly exit: Promise<ExitStatus>;
  readonly #kernel: KernelConnection;
  // A character may be cut between two pieces, so each stream has a decoder of its own.
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #controller!: ReadableStreamDefaultController<OutputChunk>;
  #resolveExit!: (status: ExitStatus) => void;
  #ended = false;
  #uncredited = 0;

  constructor(pid: number, kernel: KernelConnection) {
    this.pid = pid;
    this.#kernel = kernel;
    this.output = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
    });
    this.exit = new Promise((resolve) => {
      this.#resolveExit = resolve;
    });
  }

  write(data: string | null): void {
    if (this.#ended) return;
    const bytes = data === null ? null : new TextEncoder().encode(data);
    this.#kernel.call('stdin', this.pid, bytes).catch(() => {});
  }

  kill(signal: Signal = 'SIGTERM'): void {
    if (this.#ended) return;
    this.#kernel.call('kill', this.pid, signal).catch(() => {});
  }

  addOutput(pieces: Extract<KernelEvent, { readonly event: 'output' }>['pieces']): void {
    for (const { stream, bytes, at, cause } of pieces) {
      const data = this.#decoders[stream].decode(bytes, { stream: true });
      if (!this.#ended && data !== '') this.#controller.enqueue({ stream, data, at, cause });
      this.#uncredited += bytes.length;
    }
    if (this.#uncredited < CREDIT_STEP_BYTES) return;
    this.#kernel.call('credit', this.pid, this.#uncredited).catch(() => {});
    this.#uncredited = 0;
  }

  end(status: ExitStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    try {
      this.#controller.close();
    } catch {
      // The reader cancelled the stream: nobody listens any more.
    }
    this.#resolveExit(status);
  }
}
