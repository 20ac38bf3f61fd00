import type { EngineProcess, ExitStatus, OutputChunk, Signal } from '../engine.ts';
import { ProcessOutput } from '../process-output.ts';
import { bytesFromBase64 } from './base64.ts';
import { outputWindow, type ToGuest } from './protocol.ts';

/** A program of the container, as the page sees it. */
export class ContainerProcess implements EngineProcess {
  readonly pid: number;
  readonly exit: Promise<ExitStatus>;
  readonly #send: (message: ToGuest) => void;
  readonly #output: ProcessOutput;
  #resolveExit!: (status: ExitStatus) => void;
  #ended = false;

  constructor(pid: number, send: (message: ToGuest) => void) {
    this.pid = pid;
    this.#send = send;
    this.#output = new ProcessOutput(outputWindow / 4, (bytes) => send({ type: 'credit', pid, bytes }));
    this.exit = new Promise((resolve) => {
      this.#resolveExit = resolve;
    });
  }

  get output(): ReadableStream<OutputChunk> {
    return this.#output.chunks;
  }

  write(data: string | null): void {
    if (!this.#ended) this.#send({ type: 'stdin', pid: this.pid, data });
  }

  kill(signal: Signal = 'SIGTERM'): void {
    if (!this.#ended) this.#send({ type: 'kill', pid: this.pid, signal });
  }

  addOutput(stream: 'stdout' | 'stderr', base64: string, at: number): void {
    this.#output.add({ stream, bytes: bytesFromBase64(base64), at });
  }

  end(status: ExitStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#output.end();
    this.#resolveExit(status);
  }
}
