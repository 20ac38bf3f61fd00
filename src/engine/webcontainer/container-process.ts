import type { EngineProcess, ExitStatus, OutputChunk, Signal } from '../engine.ts';
import { bytesFromBase64 } from './base64.ts';
import { outputWindow, type ToGuest } from './protocol.ts';

/** A program of the container, as the page sees it. */
export class ContainerProcess implements EngineProcess {
  readonly pid: number;
  readonly output: ReadableStream<OutputChunk>;
  readonly exit: Promise<ExitStatus>;
  readonly #send: (message: ToGuest) => void;
  // A character may be cut between two pieces, so each stream has a decoder of its own.
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #controller!: ReadableStreamDefaultController<OutputChunk>;
  #resolveExit!: (status: ExitStatus) => void;
  #ended = false;
  #uncredited = 0;

  constructor(pid: number, send: (message: ToGuest) => void) {
    this.pid = pid;
    this.#send = send;
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
    if (!this.#ended) this.#send({ type: 'stdin', pid: this.pid, data });
  }

  kill(signal: Signal = 'SIGTERM'): void {
    if (!this.#ended) this.#send({ type: 'kill', pid: this.pid, signal });
  }

  addOutput(stream: 'stdout' | 'stderr', base64: string, at: number): void {
    const bytes = bytesFromBase64(base64);
    const data = this.#decoders[stream].decode(bytes, { stream: true });
    if (!this.#ended && data !== '') {
      try {
        this.#controller.enqueue({ stream, data, at });
      } catch {
        // The reader cancelled the stream: nobody listens any more.
      }
    }
    this.#uncredited += bytes.length;
    if (this.#uncredited < outputWindow / 4) return;
    this.#send({ type: 'credit', pid: this.pid, bytes: this.#uncredited });
    this.#uncredited = 0;
  }

  end(status: ExitStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    try {
      this.#controller.close();
    } catch {
      // As above.
    }
    this.#resolveExit(status);
  }
}
