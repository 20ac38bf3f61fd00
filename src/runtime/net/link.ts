/** The direct line between two endpoints: one `MessagePort` that carries any number of connections. */
import { joinBytes, ownBytes } from './bytes.ts';
import {
  ACKNOWLEDGE,
  CLOSE,
  DATA,
  END,
  type LinkMessage,
  type LinkPort,
  OPEN,
  type OpenRequest,
  RESET,
} from './link-port.ts';
import type { Connection, ConnectionListener, Endpoint } from './network-device.ts';

/** Calls back soon: when a program has nothing else to do, or in a task of its own. */
export type Later = (callback: () => void) => void;

/** What may be on its way on one connection before the peer has read any of it; the rest waits here. */
const WINDOW_BYTES = 2 ** 20;
const WINDOW_MESSAGES = 1000;
/** What waited goes out in pieces of about this size. */
const JOINED_BYTES = 64 * 1024;

/** From this size on, handing a buffer over is cheaper than copying it. */
const TRANSFER_FROM_BYTES = 16 * 1024;

export interface LinkOptions {
  /**
   * When messages that nobody waits for go out, unless bytes take them along; at once unless given. Where it is given, an
   * accepted connection also tells of its end only when the peer has read what came before: most often that peer hangs
   * up by itself then, and has nothing to be told.
   */
  readonly later?: Later | undefined;
  /**
   * Whether acknowledgements wait too. The peer then takes a request for unread where the process that has read it is
   * ended in the same turn, and sees a reset instead of an end: not for peers that tell one from the other.
   */
  readonly acknowledgesLater?: boolean;
}

export class Link {
  readonly #port: LinkPort;
  readonly #accept: (request: OpenRequest, connection: Connection) => boolean;
  readonly #later: Later | undefined;
  readonly #acknowledgesLater: boolean;
  readonly #connections = new Map<number, LinkConnection>();
  #outgoing: LinkMessage[] = [];
  #transfer: Transferable[] = [];
  #isAsked = false;
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
    { later, acknowledgesLater = false }: LinkOptions = {},
  ) {
    this.#port = port;
    this.#nextId = side;
    this.#accept = accept;
    this.#later = later;
    this.#acknowledgesLater = acknowledgesLater;
    port.onmessage = ({ data }) => this.#receiveAll(data, 0);
  }

  /** Opens a connection; `names` are its ends as this side sees them, where that differs from what the peer sees. */
  open(request: OpenRequest, names?: { readonly local: Endpoint; readonly remote: Endpoint }): Connection {
    const id = this.#nextId;
    this.#nextId += 2;
    const { local, remote } = names ?? { local: request.remote, remote: request.local };
    const connection = this.#add(id, request, { local, remote, mayLinger: false });
    this.postLater([OPEN, id, request]);
    return connection;
  }

  /** Ends every connection in order, as for a process that exits. */
  closeAll(): void {
    for (const connection of [...this.#connections.values()]) connection.closeNow();
    this.#flush();
  }

  /** The peer is gone: its connections end, and those with bytes it had not read are reset. */
  abandon(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#outgoing = [];
    this.#port.close();
    for (const connection of [...this.#connections.values()]) {
      if (connection.bytesInFlight > 0) this.#receive([RESET, connection.id]);
      else this.#receive([CLOSE, connection.id]);
    }
  }

  /** Sends bytes at once, after all that waits: whoever writes may not come back to the event loop for long. */
  postData(id: number, bytes: Uint8Array, cause: number | undefined): void {
    if (this.#isGone) {
      this.#receive([RESET, id]);
      return;
    }
    this.#outgoing.push(cause === undefined ? [DATA, id, bytes] : [DATA, id, bytes, cause]);
    if (bytes.length >= TRANSFER_FROM_BYTES) this.#transfer.push(bytes.buffer as ArrayBuffer);
    this.#flush();
  }

  /** Sends a message along with the next bytes, or later. */
  postLater(message: LinkMessage): void {
    if (this.#isGone) return;
    this.#outgoing.push(message);
    if (!this.#later || (message[0] === ACKNOWLEDGE && !this.#acknowledgesLater)) {
      this.#flush();
    } else if (!this.#isAsked) {
      this.#isAsked = true;
      this.#later(() => {
        this.#isAsked = false;
        this.#flush();
      });
    }
  }

  /** Takes back what waits for a connection that the peer has let go of. */
  #withdraw(id: number): void {
    if (this.#outgoing.length > 0) this.#outgoing = this.#outgoing.filter((message) => message[1] !== id);
  }

  #flush(): void {
    if (this.#outgoing.length === 0) return;
    const messages = this.#outgoing;
    this.#outgoing = [];
    if (this.#transfer.length === 0) this.#port.postMessage(messages);
    else this.#port.postMessage(messages, this.#transfer.splice(0));
  }

  /** Whether the connection was known. */
  forget(id: number): boolean {
    return this.#connections.delete(id);
  }

  #add(id: number, { fd }: OpenRequest, ends: Omit<ConnectionFacts, 'isBounded'>): LinkConnection {
    // Writing to a pipe of the parent is synchronous in Node: nothing of it is lost when the process ends.
    const connection = new LinkConnection(this, id, { ...ends, isBounded: fd === undefined });
    this.#connections.set(id, connection);
    return connection;
  }

  /** What a listener throws comes out after the rest has been handed over. */
  #receiveAll(messages: readonly LinkMessage[], from: number): void {
    let next = from;
    try {
      while (next < messages.length) this.#receive(messages[next++]!);
    } finally {
      if (next < messages.length) this.#receiveAll(messages, next);
    }
  }

  #receive(message: LinkMessage): void {
    const id = message[1];
    if (message[0] === OPEN) {
      const { local, remote } = message[2];
      const connection = this.#add(id, message[2], { local, remote, mayLinger: this.#later !== undefined });
      if (!this.#accept(message[2], connection)) connection.reset();
      return;
    }
    if (message[0] === CLOSE) this.#withdraw(id);
    const connection = this.#connections.get(id);
    if (connection) connection.receive(message);
    else if (message[0] === DATA) this.postLater([RESET, id]);
  }
}

interface ConnectionFacts {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Whether no more may be on its way than the peer reads. */
  readonly isBounded: boolean;
  /** Whether its end is told when the peer has read what came before. */
  readonly mayLinger: boolean;
}

class LinkConnection implements Connection {
  readonly id: number;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  listener: ConnectionListener | undefined;
  bytesInFlight = 0;
  readonly #link: Link;
  readonly #isBounded: boolean;
  readonly #mayLinger: boolean;
  /** What waits for the peer to read. */
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** Of what was written last. */
  #cause: number | undefined;
  #sentUnheard = 0;
  #unread = 0;
  #isOpen = true;
  #hasEnded = false;
  #isEndTold = false;
  #peerHasEnded = false;
  /** The peer has let go: it listens to nothing but bytes, which it answers with a reset. */
  #peerIsGone = false;

  constructor(link: Link, id: number, { local, remote, isBounded, mayLinger }: ConnectionFacts) {
    this.#link = link;
    this.#isBounded = isBounded;
    this.#mayLinger = mayLinger;
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
    this.#link.postData(this.id, sent, this.#cause);
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
    this.#tellEnd();
  }

  #tellEnd(): void {
    if (this.#isEndTold || this.#held.length > 0 || this.#lingers()) return;
    this.#isEndTold = true;
    this.#tell([END, this.id]);
  }

  #lingers(): boolean {
    return this.#mayLinger && this.bytesInFlight > 0 && !this.#peerIsGone;
  }

  acknowledge(count: number): void {
    this.#unread -= count;
    if (this.#isOpen) this.#tell([ACKNOWLEDGE, this.id, count]);
  }

  #tell(message: LinkMessage): void {
    if (!this.#peerIsGone) this.#link.postLater(message);
  }

  close(): void {
    this.#leave(this.#unread > 0 ? RESET : CLOSE);
  }

  /** As {@link close}, and a peer that is still to be told is told now. */
  closeNow(): void {
    this.close();
    this.#sayFarewell(CLOSE);
  }

  reset(): void {
    this.#leave(RESET);
  }

  #leave(farewell: typeof CLOSE | typeof RESET): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // As much as the buffers of a socket would hold still arrives.
    while (this.#held.length > 0 && this.bytesInFlight - this.#heldBytes <= WINDOW_BYTES) this.#postHeld();
    this.bytesInFlight -= this.#heldBytes;
    this.#held.length = this.#heldBytes = 0;
    if (farewell === RESET || !this.#lingers()) this.#sayFarewell(farewell);
  }

  #sayFarewell(farewell: typeof CLOSE | typeof RESET): void {
    if (!this.#link.forget(this.id)) return;
    this.#tell([farewell, this.id]);
  }

  receive(message: Exclude<LinkMessage, readonly [typeof OPEN, ...unknown[]]>): void {
    if (!this.#isOpen) {
      this.#receiveLate(message);
      return;
    }
    switch (message[0]) {
      case DATA:
        this.#unread += message[2].length;
        this.listener?.onData(message[2], message[3]);
        break;
      case ACKNOWLEDGE:
        this.bytesInFlight -= message[2];
        this.#sentUnheard = 0;
        while (this.#held.length > 0 && this.#mayMove()) this.#postHeld();
        if (this.#hasEnded) this.#tellEnd();
        this.listener?.onAcknowledged();
        break;
      case END:
      case CLOSE:
        if (message[0] === CLOSE) this.#peerIsGone = true;
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

  /** The program has closed it, and the peer does not know yet. */
  #receiveLate(message: Exclude<LinkMessage, readonly [typeof OPEN, ...unknown[]]>): void {
    switch (message[0]) {
      case DATA:
        this.#sayFarewell(RESET);
        break;
      case ACKNOWLEDGE:
        this.bytesInFlight -= message[2];
        if (!this.#lingers()) this.#sayFarewell(CLOSE);
        break;
      case CLOSE:
      case RESET:
        this.#link.forget(this.id);
        break;
    }
  }
}
