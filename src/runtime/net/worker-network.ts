/** The network device of one endpoint: of a process, or of the page. */
import { InheritedConnection } from './inherited-connection.ts';
import { isIPv4 } from './ip-address.ts';
import { type Later, Link } from './link.ts';
import { createDirectPorts, DeferredPort, type LinkPort, type OpenRequest } from './link-port.ts';
import type { ListeningSocket, NetworkSeed, SendToSwitch, SwitchMessage } from './messages.ts';
import {
  type Connection,
  type Endpoint,
  type Listener,
  type ListenHandler,
  type NetworkDevice,
  NetworkError,
  type SocketName,
} from './network-device.ts';
import { destination, isLoopback, isWildcard, PortTable } from './port-table.ts';

/** A device, and what its owner feeds it with. */
export interface WorkerNetwork extends NetworkDevice {
  /** A message of the switch, with the ports that came with it. */
  onMessage(message: SwitchMessage, ports: readonly MessagePort[]): void;
}

const FIRST_EPHEMERAL_PORT = 32768;
const LAST_EPHEMERAL_PORT = 60999;
const UNNAMED = { address: '', port: -1 } as const;
const PAGE = 0;

/**
 * The device of the endpoint that `seed` was made for; `send` reaches the switch, `later` says when messages to peers
 * go out that no bytes take along.
 */
export function createNetworkDevice(seed: NetworkSeed, send: SendToSwitch, later?: Later): WorkerNetwork {
  return new EndpointNetwork(seed, send, later);
}

class EndpointNetwork implements WorkerNetwork {
  readonly #endpoint: number;
  readonly #send: SendToSwitch;
  readonly #later: Later | undefined;
  readonly #table: PortTable;
  readonly #handlers = new Map<number, ListenHandler>();
  readonly #links = new Map<number, { readonly link: Link; readonly port: DeferredPort | undefined }>();
  readonly #waiting = new Map<number, (message: SwitchMessage) => void>();
  readonly #inherited = new Map<number, InheritedConnection>();
  #nextId = 1;
  #nextRequest = 1;
  #nextPort: number;

  constructor(seed: NetworkSeed, send: SendToSwitch, later: Later | undefined) {
    this.#endpoint = seed.endpoint;
    this.#send = send;
    this.#later = later;
    this.#table = new PortTable(seed.sockets);
    const range = LAST_EPHEMERAL_PORT - FIRST_EPHEMERAL_PORT + 1;
    this.#nextPort = FIRST_EPHEMERAL_PORT + Math.floor(Math.random() * range);
  }

  isTaken(name: SocketName): boolean {
    return this.#table.inTheWayOf(name) !== undefined;
  }

  freePort(): number {
    do {
      this.#nextPort = this.#nextPort >= LAST_EPHEMERAL_PORT ? FIRST_EPHEMERAL_PORT : this.#nextPort + 1;
    } while (this.isTaken({ address: '::', port: this.#nextPort }));
    return this.#nextPort;
  }

  listen(name: SocketName, handler: ListenHandler): Listener {
    const { address, ipv6Only = false } = name;
    const port = name.port === 0 ? this.freePort() : name.port;
    if (this.isTaken({ ...name, port })) throw new NetworkError('EADDRINUSE');
    const id = this.#nextId++;
    const socket: ListeningSocket = { endpoint: this.#endpoint, id, address, port, ipv6Only };
    this.#table.add(socket);
    this.#handlers.set(id, handler);
    this.#send({ type: 'net-listen', socket });
    const close = () => {
      if (!this.#handlers.delete(id)) return;
      this.#table.remove(this.#endpoint, id);
      this.#send({ type: 'net-unlisten', id });
    };
    return { address, port, ipv6Only, close };
  }

  connect(
    name: SocketName,
    from: Endpoint | undefined,
    done: (result: Connection | NetworkError) => void,
  ): void {
    const isPath = name.port < 0;
    if (!isPath && !isLoopback(destination(name.address))) {
      done(new NetworkError('ENETUNREACH'));
      return;
    }
    const [known] = this.#table.find(name);
    if (known) {
      done(this.#open(known, name, from));
      return;
    }
    // The table may lag behind what another process was told.
    const { address, port } = name;
    this.#ask({ type: 'net-resolve', request: this.#nextRequest++, address, port }, (answer) => {
      const [socket] = answer.type === 'net-resolved' ? answer.sockets : [];
      if (socket) done(this.#open(socket, name, from));
      else done(new NetworkError(isPath ? 'ENOENT' : 'ECONNREFUSED'));
    });
  }

  inherit(fd: number): InheritedConnection {
    let connection = this.#inherited.get(fd);
    if (!connection) {
      connection = new InheritedConnection();
      this.#inherited.set(fd, connection);
    }
    return connection;
  }

  inheritedThatWaits(): InheritedConnection | undefined {
    return [...this.#inherited.values()].find((connection) => connection.isWaiting);
  }

  bequeath(endpoint: number, fd: number): Connection {
    return this.#linkTo(endpoint).open({ socket: 0, fd, local: UNNAMED, remote: UNNAMED });
  }

  whenGone(callback: () => void): void {
    const echo = (then: () => void) => this.#ask({ type: 'net-echo', request: this.#nextRequest++ }, then);
    // Twice: what comes over different lines has no order, and a busy process takes some of it late.
    echo(() => echo(callback));
  }

  shutdown(): void {
    for (const { link } of this.#links.values()) link.closeAll();
  }

  onMessage(message: SwitchMessage, ports: readonly MessagePort[]): void {
    switch (message.type) {
      case 'net-opened':
        this.#table.add(message.socket);
        break;
      case 'net-closed':
        this.#table.remove(message.endpoint, message.id);
        break;
      case 'net-refused': {
        const handler = this.#handlers.get(message.id);
        this.#table.remove(this.#endpoint, message.id);
        this.#handlers.delete(message.id);
        handler?.onRefused();
        break;
      }
      case 'net-linked': {
        this.#linkTo(message.peer, true);
        this.#links.get(message.peer)?.port?.attach(ports[0] as unknown as LinkPort);
        break;
      }
      case 'net-resolved':
      case 'net-echoed': {
        const answered = this.#waiting.get(message.request);
        this.#waiting.delete(message.request);
        answered?.(message);
        break;
      }
      case 'net-gone':
        this.#table.removeEndpoint(message.endpoint);
        // What the endpoint sent before its end may still be on the direct line, which this message did not take.
        this.whenGone(() => this.#abandon(message.endpoint));
        break;
    }
  }

  #abandon(endpoint: number): void {
    this.#links.get(endpoint)?.link.abandon();
    this.#links.delete(endpoint);
  }

  #ask(
    message: Parameters<SendToSwitch>[0] & { readonly request: number },
    answered: (message: SwitchMessage) => void,
  ): void {
    this.#waiting.set(message.request, answered);
    this.#send(message);
  }

  #open(socket: ListeningSocket, name: SocketName, from: Endpoint | undefined): Connection {
    const link = this.#linkTo(socket.endpoint);
    if (socket.port < 0) return link.open({ socket: socket.id, local: UNNAMED, remote: UNNAMED });
    const target = destination(name.address);
    const source = from && !isWildcard(from.address) ? destination(from.address) : loopbackOf(target);
    const port = from?.port || this.freePort();
    // IPv4 seen through an IPv6 socket has mapped addresses, at either end.
    const asSocket = (plain: string) => mapped(plain, socket.address.includes(':'));
    const asClient = (plain: string) => mapped(plain, name.address.includes(':'));
    return link.open(
      {
        socket: socket.id,
        local: { address: asSocket(target), port: socket.port },
        remote: { address: asSocket(source), port },
      },
      {
        local: { address: asClient(source), port },
        remote: { address: asClient(target), port: socket.port },
      },
    );
  }

  /** The direct line to an endpoint; asks for one where there is none yet. */
  #linkTo(peer: number, isIntroduced = false): Link {
    const known = this.#links.get(peer);
    if (known) return known.link;
    if (peer === this.#endpoint) return this.#linkToItself();
    const port = new DeferredPort();
    const link = new Link(
      port,
      this.#endpoint < peer ? 0 : 1,
      (request, connection) => this.#accept(request, connection),
      // To the page's client, a connection that ends is one that is reset.
      { later: this.#later, acknowledgesLater: peer === PAGE || this.#endpoint === PAGE },
    );
    this.#links.set(peer, { link, port });
    if (!isIntroduced) this.#send({ type: 'net-link', peer });
    return link;
  }

  #linkToItself(): Link {
    const [near, far] = createDirectPorts();
    const accept = (request: OpenRequest, connection: Connection) => this.#accept(request, connection);
    const link = new Link(near, 0, accept);
    new Link(far, 1, accept);
    this.#links.set(this.#endpoint, { link, port: undefined });
    return link;
  }

  #accept(request: OpenRequest, connection: Connection): boolean {
    if (request.fd !== undefined) {
      this.inherit(request.fd).attach(connection);
      return true;
    }
    const handler = this.#handlers.get(request.socket);
    handler?.onConnection(connection);
    return handler !== undefined;
  }
}

/** Where a connection to `target` comes from, unless its socket was bound. */
function loopbackOf(target: string): string {
  return isIPv4(target) ? '127.0.0.1' : '::1';
}

function mapped(plain: string, isIPv6Socket: boolean): string {
  return isIPv6Socket && isIPv4(plain) ? `::ffff:${plain}` : plain;
}
