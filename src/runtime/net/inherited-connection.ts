import type { Connection, ConnectionListener, Endpoint } from './network-device.ts';

const UNNAMED: Endpoint = { address: '', port: -1 };

/** A connection that may be used before the other side has made it. */
export class InheritedConnection implements Connection, ConnectionListener {
  readonly local = UNNAMED;
  readonly remote = UNNAMED;
  onAttached: (() => void) | undefined;
  #target: Connection | undefined;
  #listener: ConnectionListener | undefined;
  #calls: ((target: Connection) => void)[] = [];
  #events: ((listener: ConnectionListener) => void)[] = [];
  #waitingBytes = 0;

  attach(target: Connection): void {
    this.#target = target;
    target.listener = this;
    this.#waitingBytes = 0;
    for (const call of this.#calls.splice(0)) call(target);
    this.onAttached?.();
  }

  get listener(): ConnectionListener | undefined {
    return this.#listener;
  }

  set listener(listener: ConnectionListener | undefined) {
    this.#listener = listener;
    if (listener) for (const event of this.#events.splice(0)) event(listener);
  }

  /** Whether bytes wait for the other side to be made. */
  get isWaiting(): boolean {
    return this.#waitingBytes > 0;
  }

  get bytesInFlight(): number {
    return this.#waitingBytes + (this.#target?.bytesInFlight ?? 0);
  }

  write(bytes: Uint8Array): void {
    if (!this.#target) this.#waitingBytes += bytes.length;
    this.#call((target) => target.write(bytes));
  }

  end(): void {
    this.#call((target) => target.end());
  }

  acknowledge(count: number): void {
    this.#call((target) => target.acknowledge(count));
  }

  close(): void {
    this.#call((target) => target.close());
  }

  reset(): void {
    this.#call((target) => target.reset());
  }

  onData(bytes: Uint8Array): void {
    this.#tell((listener) => listener.onData(bytes));
  }

  onEnd(): void {
    this.#tell((listener) => listener.onEnd());
  }

  onReset(): void {
    this.#tell((listener) => listener.onReset());
  }

  onAcknowledged(): void {
    this.#tell((listener) => listener.onAcknowledged());
  }

  #call(call: (target: Connection) => void): void {
    if (this.#target) call(this.#target);
    else this.#calls.push(call);
  }

  #tell(event: (listener: ConnectionListener) => void): void {
    if (this.#listener) event(this.#listener);
    else this.#events.push(event);
  }
}
