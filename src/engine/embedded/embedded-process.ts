import type { KernelEvent } from '../../runtime/kernel/page-messages.ts';
import type { EngineProcess, ExitStatus, OutputChunk, Signal } from '../engine.ts';
import { ProcessOutput } from '../process-output.ts';
import type { KernelConnection } from './kernel-connection.ts';

const CREDIT_STEP_BYTES = 2 ** 20;

/** A process of the kernel, as the page sees it. */
export class EmbeddedProcess implements EngineProcess {
  readonly pid: number;
  readonly exit: Promise<ExitStatus>;
  readonly #kernel: KernelConnection;
  readonly #output: ProcessOutput;
  #resolveExit!: (status: ExitStatus) => void;
  #ended = false;

  constructor(pid: number, kernel: KernelConnection) {
    this.pid = pid;
    this.#kernel = kernel;
    this.#output = new ProcessOutput(CREDIT_STEP_BYTES, (bytes) => {
      kernel.call('credit', pid, bytes).catch(() => {});
    });
    this.exit = new Promise((resolve) => {
      this.#resolveExit = resolve;
    });
  }

  get output(): ReadableStream<OutputChunk> {
    return this.#output.chunks;
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
    for (const piece of pieces) this.#output.add(piece);
  }

  end(status: ExitStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#output.end();
    this.#resolveExit(status);
  }
}
