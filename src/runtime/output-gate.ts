import type { OutputPiece } from './kernel/messages.ts';

/** Bytes that may be on their way to the page; a program that writes more without a pause loses the rest. */
const CREDIT_BYTES = 16 * 2 ** 20;

const now = () => performance.timeOrigin + performance.now();

/**
 * The output of a process on its way to the kernel. Each write is sent at once, because the next statement may be an
 * endless loop; and the whole is capped, because a worker in such a loop cannot be made to wait.
 */
export class OutputGate {
  readonly #send: (piece: OutputPiece) => void;
  #credit = CREDIT_BYTES;
  #dropped = 0;

  constructor(send: (piece: OutputPiece) => void) {
    this.#send = send;
  }

  write(fd: 1 | 2, bytes: Uint8Array, cause?: number): void {
    if (bytes.length > this.#credit) {
      if (this.#dropped === 0) {
        this.#note(
          '\n[Output capped: the program writes faster than it can be shown. The rest is dropped.]\n',
        );
      }
      this.#dropped += bytes.length;
      return;
    }
    this.#credit -= bytes.length;
    this.#send({ fd, bytes: bytes.slice(), at: now(), cause });
  }

  /** The page has taken over that many bytes. */
  addCredit(bytes: number): void {
    this.#credit = Math.min(CREDIT_BYTES, this.#credit + bytes);
    if (this.#dropped === 0) return;
    this.#note(`[${this.#dropped} bytes of output were dropped.]\n`);
    this.#dropped = 0;
  }

  #note(line: string): void {
    this.#send({ fd: 2, bytes: new TextEncoder().encode(line), at: now() });
  }
}
