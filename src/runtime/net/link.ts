/** The direct line between two endpoints: one `MessagePort` that carries any number of connections. */
import { joinBytes, ownBytes } from './bytes.ts';
import type { Connection, ConnectionListener, Endpoint } from './network-device.ts';

/** The part of a `MessagePort` that a link needs. */
export interface LinkPort {
  postMessage(message: LinkMessage, transfer?: Transferable[]): void;
  onmessage: ((event: { readonly data: LinkMessage }) => void) | null;
  close(): void;
}

/** What a connection is meant for. */
export interface OpenRequest {
  /** The id of the listening socket at the peer, or of an inherited file descriptor with `fd`. */
  readonly socket: number;
  readonly fd?: number;
  /** The two ends as the accepting side sees them. */
  readonly local: Endpoint;
  readonly remote: Endpoint;
}

const OPEN = 0;
const DATA = 1;
const ACKNOWLEDGE = 2;
const END = 3;
const CLOSE = 4;
const RESET = 5;

/** Tuples: they clone faster than objects. The number is that of the connection. */
export type LinkMessage =
  | readonly [type: typeof OPEN, id: number, request: OpenRequest]
  | readonly [type: typeof DATA, id: number, bytes: Uint8Array, cause?: number]
  | readonly [type: typeof ACKNOWLEDGE, id: number, count: number]
  | readonly [type: typeof END | typeof CLOSE | typeof RESET, id: number];

/** What may be on its way on one connection before the peer has read any of it; the rest waits here. */
const WINDOW_BYTES = 2 ** 20;
const WINDOW_MESSAGES = 1000;
/** What waited goes out in pieces of about this size. */
const JOINED_BYTES = 64 * 1024;

/** From this size on, handing a buffer over is cheaper than copying it. */
const TRANSFER_FROM_BYTES = 16 * 1024;

export class Link {
  readonly #port: LinkPort;
  readonly #accept: (request: OpenRequest, connection: Connection) => boolean;
  readonly #connections = new Map<number, LinkConnection>();
  #nextId: number;
  #isGone = false;

  /**
   * `side` is 0 at one end and 1 at the other, so that both may number connections. `accept` says whether it takes a
   * connection that the peer opens, and sets its listener.
   */
  constructor(
    port: LinkPort,
    side: 0 | 1,
    accept: (request: OpenRequest, connection: Connection) => boolean,
  ) {
    this.#port = port;
    this.#nextId = side;
    this.#accept = accept;
    port.onmessage = ({ data }) => this.#receive(data);
  }

  /** Opens a connection; `names` are its ends as this side sees them, where that differs from what the peer sees. */
  open(request: OpenRequest, names?: { readonly local: Endpoint; readonly remote: Endpoint }): Connection {
    const id = this.#nextId;
    this.#nextId += 2;
    const connection = this.#add(id, request, names?.local ?? request.remote, names?.remote ?? request.local);
    this.post([OPEN, id, request]);
    return connection;
  }

  /** Ends every connection in order, as for a process that exits. */
  closeAll(): void {
    for (const connection of [...this.#connections.values()]) connection.close();
  }

  /** The peer is gone: its connections end, and those with bytes it had not read are reset. */
  abandon(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#port.close();
    for (const connection of [...this.#connections.values()]) {
      if (connection.bytesInFlight > 0) this.#receive([RESET, connection.id]);
      else this.#receive([CLOSE, connection.id]);
    }
  }

  post(message: LinkMessage, transfer?: Transferable[]): void {
    if (!this.#isGone) this.#port.postMessage(message, transfer);
    else if (message[0] === DATA) this.#receive([RESET, message[1]]);
  }

  forget(id: number): void {
    this.#connections.delete(id);
  }

  #add(id: number, { fd }: OpenRequest, local: Endpoint, remote: Endpoint): LinkConnection {
    // Writing to a pipe of the parent is synchronous in Node: nothing of it is lost when the process ends.
    const connection = new LinkConnection(this, id, local, remote, fd === undefined);
    this.#connections.set(id, connection);
    return connection;
  }

  #receive(message: LinkMessage): void {
    const id = message[1];
    if (message[0] === OPEN) {
      const { local, remote } = message[2];
      const connection = this.#add(id, message[2], local, remote);
      if (!this.#accept(message[2], connection)) connection.reset();
      return;
    }
    const connection = this.#connections.get(id);
    if (connection) connection.receive(message);
    else if (message[0] === DATA) this.post([RESET, id]);
  }
}

class LinkConnection implements Connection {
  readonly id: number;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  listener: ConnectionListener | undefined;
  bytesInFlight = 0;
  readonly #link: Link;
  readonly #isBounded: boolean;
  /** What waits for the peer to read. */
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** Of what was written last. */
  #cause: number | undefined;
  #sentUnheard = 0;
  #unread = 0;
  #isOpen = true;
  #hasEnded = false;
  #peerHasEnded = false;

  constructor(link: Link, id: number, local: Endpoint, remote: Endpoint, isBounded: boolean) {
    this.#link = link;
    this.#isBounded = isBounded;
    this.id = id;
    this.local = local;
    this.remote = remote;
  }

  write(bytes: Uint8Array, cause?: number): void {
    if (!this.#isOpen || this.#hasEnded || bytes.length === 0) return;
    this.#cause = cause;
    const moves = this.#held.length === 0 && this.#mayMove();
    this.bytesInFlight += bytes.length;
    // Cloning a view clones all of its buffer.
    const own = ownBytes(bytes);
    if (moves) this.#post(own);
    else {
      this.#held.push(own);
      this.#heldBytes += own.length;
    }
  }

  /** Whether more may be on its way than is now. */
  #mayMove(): boolean {
    if (!this.#isBounded) return true;
    return this.bytesInFlight - this.#heldBytes <= WINDOW_BYTES && this.#sentUnheard < WINDOW_MESSAGES;
  }

  #post(sent: Uint8Array): void {
    this.#sentUnheard++;
    const transfer = sent.length >= TRANSFER_FROM_BYTES ? [sent.buffer as ArrayBuffer] : undefined;
    const { id } = this;
    this.#link.post(this.#cause === undefined ? [DATA, id, sent] : [DATA, id, sent, this.#cause], transfer);
  }

  #postHeld(): void {
    let count = 0;
    let bytes = 0;
    while (count < this.#held.length && bytes < JOINED_BYTES) bytes += this.#held[count++]!.length;
    this.#heldBytes -= bytes;
    this.#post(joinBytes(this.#held.splice(0, count)));
  }

  end(): void {
    if (!this.#isOpen || this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#held.length === 0) this.#link.post([END, this.id]);
  }

  acknowledge(count: number): void {
    this.#unread -= count;
    if (this.#isOpen) this.#link.post([ACKNOWLEDGE, this.id, count]);
  }

  close(): void {
    this.#leave(this.#unread > 0 ? RESET : CLOSE);
  }

  reset(): void {
    this.#leave(RESET);
  }

  #leave(farewell: typeof CLOSE | typeof RESET): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#link.forget(this.id);
    // As much as the buffers of a socket would hold still arrives.
    while (this.#held.length > 0 && this.bytesInFlight - this.#heldBytes <= WINDOW_BYTES) this.#postHeld();
    this.#link.post([farewell, this.id]);
  }

  receive(message: Exclude<LinkMessage, readonly [typeof OPEN, ...unknown[]]>): void {
    switch (message[0]) {
      case DATA:
        this.#unread += message[2].length;
        this.listener?.onData(message[2], message[3]);
        break;
      case ACKNOWLEDGE:
        this.bytesInFlight -= message[2];
        this.#sentUnheard = 0;
        if (this.#held.length > 0) {
          while (this.#held.length > 0 && this.#mayMove()) this.#postHeld();
          if (this.#held.length === 0 && this.#hasEnded) this.#link.post([END, this.id]);
        }
        this.listener?.onAcknowledged();
        break;
      case END:
      case CLOSE:
        if (this.#peerHasEnded) break;
        this.#peerHasEnded = true;
        this.listener?.onEnd();
        break;
      case RESET:
        this.#isOpen = false;
        this.#link.forget(this.id);
        this.listener?.onReset();
        break;
    }
  }
}

/** A port that keeps messages until the real one is there. */
export class DeferredPort implements LinkPort {
  onmessage: LinkPort['onmessage'] = null;
  #port: LinkPort | undefined;
  #waiting: (readonly [message: LinkMessage, transfer: Transferable[] | undefined])[] = [];

  get isAttached(): boolean {
    return this.#port !== undefined;
  }

  attach(port: LinkPort): void {
    this.#port = port;
    port.onmessage = (event) => this.onmessage?.(event);
    for (const [message, transfer] of this.#waiting) port.postMessage(message, transfer);
    this.#waiting = [];
  }

  postMessage(message: LinkMessage, transfer?: Transferable[]): void {
    if (this.#port) this.#port.postMessage(message, transfer);
    else this.#waiting.push([message, transfer]);
  }

  close(): void {
    this.#port?.close();
    this.#waiting = [];
  }
}

/** Two ports within one endpoint: a message arrives before `postMessage` returns. */
export function createDirectPorts(): readonly [LinkPort, LinkPort] {
  const create = (): LinkPort & { peer?: LinkPort } => ({
    onmessage: null,
    postMessage(message) {
      this.peer?.onmessage?.({ data: message });
    },
    close() {},
  });
  const [a, b] = [create(), create()];
  a.peer = b;
  b.peer = a;
  return [a, b];
}
