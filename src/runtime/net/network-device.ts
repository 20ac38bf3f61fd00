/** The network as one process sees it: a loopback with ports, shared by all processes of the engine and the page. */

/** One end of an established byte stream between two processes, or between the page and a process. */
export interface Connection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Sends bytes; the array must not be changed afterwards. */
  write(bytes: Uint8Array): void;
  /** Half-closes: the peer reads an end after the bytes sent so far. */
  end(): void;
  /** Drops the connection at once; the peer sees a reset. */
  reset(): void;
  /** Closed in order by both sides, or by `destroy` of this side: the peer reads an end, later writes there fail with EPIPE. */
  close(): void;
  /** Bytes, the peer's end, or a reset. Set once, before the first event can arrive. */
  listener: ConnectionListener | undefined;
}

export interface ConnectionListener {
  onData(bytes: Uint8Array): void;
  onEnd(): void;
  onReset(): void;
}

/** A port that this process listens on. */
export interface Listener {
  readonly port: number;
  readonly address: string;
  close(): void;
}

export interface NetworkDevice {
  /**
   * Listens on a port, or on a free one for 0. Throws a `NetworkError` with `EADDRINUSE` where any process of the
   * engine has it: libuv answers at once, so each process keeps a copy of the port table that the kernel keeps in step.
   */
  listen(address: string, port: number, onConnection: (connection: Connection) => void): Listener;
  /** Rejects with a `NetworkError`: `ECONNREFUSED` where nobody listens. */
  connect(address: string, port: number): Promise<Connection>;
}

export class NetworkError extends Error {
  readonly code: 'EADDRINUSE' | 'ECONNREFUSED' | 'ECONNRESET' | 'EADDRNOTAVAIL' | 'ENETUNREACH';
  constructor(code: NetworkError['code']) {
    super(code);
    this.code = code;
  }
}
