import type { Host } from '../../host.ts';
import type { Connection, ConnectionListener, Endpoint } from '../../net/network-device.ts';

const UNNAMED: Endpoint = { address: '', port: -1 };

/** A standard stream of the process in the shape of a connection. What is written is out when `write` returns. */
export class StdioConnection implements Connection {
  readonly local = UNNAMED;
  readonly remote = UNNAMED;
  readonly bytesInFlight = 0;
  readonly #host: Host;
  readonly #fd: number;
  #listener: ConnectionListener | undefined;

  constructor(host: Host, fd: number) {
    this.#host = host;
    this.#fd = fd;
  }

  get listener(): ConnectionListener | undefined {
    return this.#listener;
  }

  set listener(listener: ConnectionListener | undefined) {
    this.#listener = listener;
    if (this.#fd !== 0) return;
    this.#host.onStdin((chunk) => {
      if (chunk) this.#listener?.onData(chunk);
      else this.#listener?.onEnd();
    });
  }

  write(bytes: Uint8Array): void {
    if (this.#fd === 1 || this.#fd === 2) this.#host.write(this.#fd, bytes);
  }

  end(): void {}
  acknowledge(_count: number): void {}
  close(): void {}
  reset(): void {}
}
