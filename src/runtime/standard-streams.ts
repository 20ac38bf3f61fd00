import type { InheritedConnection } from './net/inherited-connection.ts';

/**
 * Where a descriptor of a process leads: to the engine, to a stream of the parent process, to what the kernel keeps for a
 * parent that is blocked, or nowhere.
 */
export type StreamTarget = 'engine' | 'parent' | 'kept' | 'nowhere';

export interface StandardStreamOptions {
  readonly targets: readonly StreamTarget[];
  /** The stream that the parent left at a descriptor. */
  inherit(fd: number): InheritedConnection;
  writeToEngine(fd: 1 | 2, bytes: Uint8Array): void;
  /**
   * Blocks until there is input behind the first `offset` bytes of what the engine sends, and fills `into` with it: a byte
   * count, 0 at the end, `undefined` where nothing can block.
   */
  waitForInput?(offset: number, into: Uint8Array): number | undefined;
}

type StdinListener = (chunk: Uint8Array | null) => void;

/** Descriptors 0, 1 and 2 of a process. */
export class StandardStreams {
  readonly #options: StandardStreamOptions;
  readonly #early: (Uint8Array | null)[] = [];
  #listener: StdinListener | undefined;
  /** Bytes of input that somebody has got. */
  #taken = 0;
  /** How many of them have yet to arrive. */
  #ahead = 0;

  constructor(options: StandardStreamOptions) {
    this.#options = options;
    const [stdin] = options.targets;
    if (stdin === 'nowhere') this.push(null);
    if (stdin !== 'parent') return;
    const connection = options.inherit(0);
    connection.listener = {
      onData: (bytes) => {
        connection.acknowledge(bytes.length);
        this.push(bytes);
      },
      onEnd: () => this.push(null),
      onReset: () => this.push(null),
      onAcknowledged() {},
    };
  }

  write(fd: 1 | 2, bytes: Uint8Array): void {
    const target = this.#options.targets[fd] ?? 'engine';
    if (target === 'engine' || target === 'kept') this.#options.writeToEngine(fd, bytes);
    else if (target === 'parent') {
      this.#options.inherit(fd).write(bytes.slice());
    }
  }

  /** Whether output goes to the parent. */
  get leadToParent(): boolean {
    return this.#options.targets.some((target, fd) => target === 'parent' && fd > 0);
  }

  /** Input that has arrived, or `null` for its end. */
  push(chunk: Uint8Array | null): void {
    const known = Math.min(this.#ahead, chunk?.length ?? 0);
    this.#ahead -= known;
    const news = chunk?.subarray(known) ?? null;
    if (news?.length === 0) return;
    if (this.#listener) this.#deliver(news);
    else this.#early.push(news);
  }

  /** Takes input now, as a read from the descriptor does: a byte count, 0 at the end, `undefined` where it would block. */
  read(into: Uint8Array): number | undefined {
    const [chunk] = this.#early;
    if (chunk === null) return 0;
    if (chunk) {
      const count = Math.min(chunk.length, into.length);
      into.set(chunk.subarray(0, count));
      if (count === chunk.length) this.#early.shift();
      else this.#early[0] = chunk.subarray(count);
      this.#taken += count;
      return count;
    }
    if (this.#options.targets[0] !== 'engine') return undefined;
    const count = this.#options.waitForInput?.(this.#taken, into);
    this.#taken += count ?? 0;
    this.#ahead += count ?? 0;
    return count;
  }

  /** Hands over what has come so far and all that comes. */
  onStdin(listener: StdinListener): void {
    this.#listener = listener;
    for (const chunk of this.#early.splice(0)) this.#deliver(chunk);
  }

  #deliver(chunk: Uint8Array | null): void {
    this.#taken += chunk?.length ?? 0;
    this.#listener?.(chunk);
  }
}
