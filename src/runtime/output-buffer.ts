import type { OutputPiece } from './kernel/messages.ts';

const FLUSH_AT_BYTES = 65_536;
/** Bytes that may be on their way to the page; a program that writes more without a pause loses the rest. */
const CREDIT_BYTES = 16 * 2 ** 20;

/**
 * The output of a process on its way to the kernel: collected for the length of a microtask, and capped, because a
 * worker that writes in an endless loop cannot be made to wait.
 */
export class OutputBuffer {
  readonly #send: (pieces: readonly OutputPiece[]) => void;
  readonly #schedule: (flush: () => void) => void;
  #pieces: OutputPiece[] = [];
  #pending = 0;
  #credit = CREDIT_BYTES;
  #dropped = 0;

  constructor(send: (pieces: readonly OutputPiece[]) => void, schedule: (flush: () => void) => void) {
    this.#send = send;
    this.#schedule = schedule;
  }

  write(fd: 1 | 2, bytes: Uint8Array): void {
    if (bytes.length > this.#credit) {
      if (this.#dropped === 0) {
        this.#push(2, text('\n[Output capped: the program writes faster than it can be shown. The rest is dropped.]\n'));
        this.flush();
      }
      this.#dropped += bytes.length;
      return;
    }
    this.#credit -= bytes.length;
    this.#push(fd, bytes.slice());
  }

  /** The page has taken over that many bytes. */
  addCredit(bytes: number): void {
    this.#credit = Math.min(CREDIT_BYTES, this.#credit + bytes);
    if (this.#dropped === 0) return;
    this.#push(2, text(`[${this.#dropped} bytes of output were dropped.]\n`));
    this.#dropped = 0;
  }

  flush(): void {
    if (this.#pieces.length === 0) return;
    this.#send(this.#pieces);
    this.#pieces = [];
    this.#pending = 0;
  }

  #push(fd: 1 | 2, bytes: Uint8Array): void {
    if (this.#pieces.length === 0) this.#schedule(() => this.flush());
    this.#pieces.push({ fd, bytes });
    this.#pending += bytes.length;
    if (this.#pending >= FLUSH_AT_BYTES) this.flush();
  }
}

const text = (line: string) => new TextEncoder().encode(line);
