import { joinBytes } from '../net/bytes.ts';
import type { KernelEvent } from './page-messages.ts';

type Output = Extract<KernelEvent, { readonly event: 'output' }>;
export type OutputPiece = Output['pieces'][number];

/** So many pieces are handed on together, however much is still to come. */
const MOST_PIECES = 500;
/** Pieces of one stream that were written within so many milliseconds are one. */
const SAME_MOMENT_MS = 1;

/**
 * Hands on what processes write, together with all that arrived at the same time, so that a flood costs the page a
 * message now and then instead of one for each line. Order is kept, across both streams of a process as well.
 */
export class OutputCollector {
  readonly #emit: (event: Output) => void;
  readonly #channel = new MessageChannel();
  #pid = 0;
  #pieces: OutputPiece[] = [];
  #last: (Omit<OutputPiece, 'bytes'> & { readonly parts: Uint8Array[] }) | undefined;
  #isAsked = false;

  constructor(emit: (event: Output) => void) {
    this.#emit = emit;
    this.#channel.port1.onmessage = () => {
      this.#isAsked = false;
      this.flush();
    };
  }

  add(pid: number, { bytes, ...piece }: OutputPiece): void {
    if (pid !== this.#pid || this.#pieces.length >= MOST_PIECES) this.flush();
    this.#pid = pid;
    const last = this.#last;
    const isSame = last?.stream === piece.stream && last.cause === piece.cause;
    if (isSame && piece.at - last.at < SAME_MOMENT_MS) last.parts.push(bytes);
    else {
      this.#close();
      this.#last = { ...piece, parts: [bytes] };
    }
    if (this.#isAsked) return;
    // The first of many is handed on at once: most often it is the only one.
    this.flush();
    this.#isAsked = true;
    this.#channel.port2.postMessage(0);
  }

  /** Hands everything on now: what is told next must not come before it. */
  flush(): void {
    this.#close();
    const pieces = this.#pieces;
    if (pieces.length === 0) return;
    this.#pieces = [];
    this.#emit({ event: 'output', pid: this.#pid, pieces });
  }

  #close(): void {
    if (!this.#last) return;
    const { parts, ...piece } = this.#last;
    this.#last = undefined;
    this.#pieces.push({ ...piece, bytes: joinBytes(parts) });
  }
}
