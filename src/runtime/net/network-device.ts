/** The network as one process sees it: a loopback with ports, shared by all processes of the engine and the page. */
import type { InheritedConnection } from './inherited-connection.ts';

/**
 * One end of an established byte stream between two processes, or between the page and a process, with the manners of
 * TCP. Nothing here waits: what is sent is on its way when the call returns.
 */
export interface Connection {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Bytes sent that the peer's program has not read yet. */
  readonly bytesInFlight: number;
  /**
   * Sends bytes, and the request that they are due to. The array and its buffer are given away: they may not be used
   * afterwards.
   */
  write(bytes: Uint8Array, cause?: number): void;
  /** Half-closes: the peer reads an end after the bytes sent so far. */
  end(): void;
  /** Tells the peer that the program has read `count` more bytes. */
  acknowledge(count: number): void;
  /**
   * Lets go of the connection. The peer reads an end, and what it writes afterwards is answered with a reset; it is
   * reset at once where bytes that arrived here were never acknowledged.
   */
  close(): void;
  /** Drops the connection at once; the peer sees a reset. */
  reset(): void;
  /** Set once, before the first event can arrive: in the callback that hands the connection out. */
  listener: ConnectionListener | undefined;
}

/** An address as the socket at this end reports it. Both are empty for a Unix socket. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** The calls come at any time, from outside of the event loop. Nothing comes after `onReset`. */
export interface ConnectionListener {
  onData(bytes: Uint8Array, cause?: number): void;
  onEnd(): void;
  onReset(): void;
  /** {@link Connection.bytesInFlight} has become less. */
  onAcknowledged(): void;
}

/** A place to be found at: an internet address and a port, or the path of a Unix socket with the port -1. */
export interface SocketName {
  readonly address: string;
  readonly port: number;
  /** An IPv6 address that takes no IPv4 connections. */
  readonly ipv6Only?: boolean;
}

export interface Listener extends SocketName {
  /** No new connections; those that exist stay. */
  close(): void;
}

export interface ListenHandler {
  onConnection(connection: Connection): void;
  /** Another process was quicker to take the same name; the listener is closed. */
  onRefused(): void;
}

export interface NetworkDevice {
  /** Whether a socket of any process listens where a new one with this name would. */
  isTaken(name: SocketName): boolean;
  /** A port above 32767 that nobody listens on. */
  freePort(): number;
  /**
   * Listens. Port 0 stands for a free one. Throws a {@link NetworkError} with `EADDRINUSE` where the name is taken:
   * libuv answers at once, so each process keeps a copy of the port table that the kernel keeps in step.
   */
  listen(name: SocketName, handler: ListenHandler): Listener;
  /**
   * Connects; `done` may be called before this returns. The error is `ECONNREFUSED` where nobody listens (`ENOENT` for
   * a Unix socket), `ENETUNREACH` for an address that is not of this machine. `from` is what the socket was bound to.
   */
  connect(
    name: SocketName,
    from: Endpoint | undefined,
    done: (result: Connection | NetworkError) => void,
  ): void;
  /** The end of a stream that the parent process made for this one's file descriptor. */
  inherit(fd: number): InheritedConnection;
  /** One of those to which something was written, and that the parent has yet to connect. */
  inheritedThatWaits(): InheritedConnection | undefined;
  /** The parent's end of the stream that the process `endpoint` finds at its file descriptor `fd`. */
  bequeath(endpoint: number, fd: number): Connection;
  /** Calls back when the connections of processes whose end was told before have ended too. */
  whenGone(callback: () => void): void;
  /** Closes everything as an operating system does for a process that ends. */
  shutdown(): void;
}

export type NetworkErrorCode = 'EADDRINUSE' | 'EADDRNOTAVAIL' | 'ECONNREFUSED' | 'ENETUNREACH' | 'ENOENT';

export class NetworkError extends Error {
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode) {
    super(code);
    this.code = code;
  }
}
