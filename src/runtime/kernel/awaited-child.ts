import type { ExitStatus } from '../../engine/engine.ts';
import { signalNumber } from './signals.ts';

/** Places in the memory that a blocked parent waits on; 32-bit numbers. */
export const awaited = {
  state: 0,
  errno: 1,
  code: 2,
  signal: 3,
  stdoutBytes: 4,
  stderrBytes: 5,
  size: 6,
} as const;

/** What stands at `awaited.state`. */
export const awaitedState = { runs: 0, ended: 1, fetched: 2 } as const;

/** What a parent asks for that waits for its child while it is blocked. */
export interface AwaitedSpawn {
  readonly control: SharedArrayBuffer;
  /** Of each stream; a child that writes more gets `killSignal`. */
  readonly mostBytes: number;
  readonly killSignal: number;
  readonly input: Uint8Array;
}

/** Keeps what a child writes until its parent, which is blocked, has fetched it. */
export class AwaitedChild {
  readonly parentPid: number;
  readonly #control: Int32Array;
  readonly #mostBytes: number;
  readonly #kept: Record<1 | 2, Uint8Array[]> = { 1: [], 2: [] };
  readonly #bytes: Record<1 | 2, number> = { 1: 0, 2: 0 };

  constructor(parentPid: number, { control, mostBytes }: AwaitedSpawn) {
    this.parentPid = parentPid;
    this.#control = new Int32Array(control);
    this.#mostBytes = mostBytes;
  }

  /** False where that is more than the parent takes. */
  keep(fd: 1 | 2, bytes: Uint8Array): boolean {
    if (this.#bytes[fd] > this.#mostBytes) return false;
    this.#kept[fd].push(bytes);
    this.#bytes[fd] += bytes.length;
    return this.#bytes[fd] <= this.#mostBytes;
  }

  end({ code, signal }: ExitStatus): void {
    this.#control[awaited.code] = code ?? 0;
    this.#control[awaited.signal] = signal ? signalNumber(signal) : 0;
    this.#control[awaited.stdoutBytes] = this.#bytes[1];
    this.#control[awaited.stderrBytes] = this.#bytes[2];
    this.#tell(awaitedState.ended);
  }

  fail(errno: number): void {
    this.#control[awaited.errno] = errno;
    this.#tell(awaitedState.ended);
  }

  /** Writes stdout and stderr, one after the other. */
  fetch(into: SharedArrayBuffer): void {
    const bytes = new Uint8Array(into);
    let at = 0;
    for (const piece of [...this.#kept[1], ...this.#kept[2]]) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#tell(awaitedState.fetched);
  }

  #tell(state: number): void {
    Atomics.store(this.#control, awaited.state, state);
    Atomics.notify(this.#control, awaited.state);
  }
}
