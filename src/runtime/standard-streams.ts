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
  /** A stream of the parent is connected, and has got what was written to it. */
  onConnected?(): void;
}

type StdinListener = (chunk: Uint8Array | null) => void;

/** Descriptors 0, 1 and 2 of a process. */
export class StandardStreams {
  readonly #options: StandardStreamOptions;
  readonly #early: (Uint8Array | null)[] = [];
  #listener: StdinListener | undefined;

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
      const connection = this.#options.inherit(fd);
      connection.onAttached = () => this.#options.onConnected?.();
      connection.write(bytes.slice());
    }
  }

  /** Whether output goes to the parent. */
  get leadToParent(): boolean {
    return this.#options.targets.some((target, fd) => target === 'parent' && fd > 0);
  }

  /** Whether something was written to a stream of the parent that is not connected yet. */
  get isWaiting(): boolean {
    return this.#options.targets.some(
      (target, fd) => target === 'parent' && fd > 0 && this.#options.inherit(fd).isWaiting,
    );
  }

  /** Input that has arrived, or `null` for its end. */
  push(chunk: Uint8Array | null): void {
    if (this.#listener) this.#listener(chunk);
    else this.#early.push(chunk);
  }

  /** Hands over what has come so far and all that comes. */
  onStdin(listener: StdinListener): void {
    this.#listener = listener;
    for (const chunk of this.#early.splice(0)) listener(chunk);
  }
}
