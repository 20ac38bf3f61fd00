/** The kernel's part in the network: it knows who listens where, and introduces endpoints to each other. */
import type { EndpointMessage, NetworkSeed, SendToEndpoint } from './messages.ts';
import { PortTable } from './port-table.ts';

export interface NetworkSwitchOptions {
  /** The first socket of an endpoint opened a TCP port, or the last one closed it. */
  readonly onPort?: (port: number, state: 'open' | 'close', endpoint: number) => void;
}

/**
 * Ports and introductions only: once two endpoints have a direct line, no byte between them passes through here.
 * Endpoints are numbered by the caller: processes by pid, the page 0.
 */
export class NetworkSwitch {
  readonly #options: NetworkSwitchOptions;
  readonly #table = new PortTable();
  readonly #endpoints = new Map<number, SendToEndpoint>();
  readonly #introduced = new Map<number, Set<number>>();

  constructor(options: NetworkSwitchOptions = {}) {
    this.#options = options;
  }

  /** Lets an endpoint take part; `send` reaches it from now on. The result goes to `createNetworkDevice` there. */
  addEndpoint(endpoint: number, send: SendToEndpoint): NetworkSeed {
    this.#endpoints.set(endpoint, send);
    this.#introduced.set(endpoint, new Set());
    return { endpoint, sockets: this.#table.sockets };
  }

  /** An endpoint has ended: its ports close, and its connections end or are reset. */
  removeEndpoint(endpoint: number): void {
    if (!this.#endpoints.delete(endpoint)) return;
    for (const { port } of this.#table.removeEndpoint(endpoint)) this.#reportClosed(port, endpoint);
    for (const peer of this.#introduced.get(endpoint) ?? []) this.#introduced.get(peer)?.delete(endpoint);
    this.#introduced.delete(endpoint);
    for (const send of this.#endpoints.values()) send({ type: 'net-gone', endpoint });
  }

  /** A message of an endpoint. `ports` are not used: no endpoint sends any. */
  onMessage(endpoint: number, message: EndpointMessage, _ports: readonly MessagePort[] = []): void {
    const reply = this.#endpoints.get(endpoint);
    if (!reply) return;
    switch (message.type) {
      case 'net-listen': {
        const { socket } = message;
        if (this.#table.inTheWayOf(socket)) {
          reply({ type: 'net-refused', id: socket.id });
          break;
        }
        const isFirst = !this.#listensOn(socket.port, endpoint);
        this.#table.add({ ...socket, endpoint });
        this.#tellOthers(endpoint, { type: 'net-opened', socket: { ...socket, endpoint } });
        if (isFirst && socket.port > 0) this.#options.onPort?.(socket.port, 'open', endpoint);
        break;
      }
      case 'net-unlisten': {
        const socket = this.#table.remove(endpoint, message.id);
        if (!socket) break;
        this.#tellOthers(endpoint, { type: 'net-closed', endpoint, id: message.id });
        this.#reportClosed(socket.port, endpoint);
        break;
      }
      case 'net-link':
        this.#introduce(endpoint, message.peer);
        break;
      case 'net-resolve': {
        const { request, address, port } = message;
        reply({ type: 'net-resolved', request, sockets: this.#table.find({ address, port }) });
        break;
      }
      case 'net-echo':
        reply({ type: 'net-echoed', request: message.request });
        break;
    }
  }

  #introduce(endpoint: number, peer: number): void {
    const [here, there] = [this.#endpoints.get(endpoint), this.#endpoints.get(peer)];
    const known = this.#introduced.get(endpoint);
    if (!here || !known || known.has(peer)) return;
    if (!there) {
      here({ type: 'net-gone', endpoint: peer });
      return;
    }
    known.add(peer);
    this.#introduced.get(peer)?.add(endpoint);
    const { port1, port2 } = new MessageChannel();
    here({ type: 'net-linked', peer }, [port1]);
    there({ type: 'net-linked', peer: endpoint }, [port2]);
  }

  #tellOthers(endpoint: number, message: Parameters<SendToEndpoint>[0]): void {
    for (const [other, send] of this.#endpoints) if (other !== endpoint) send(message);
  }

  #listensOn(port: number, endpoint: number): boolean {
    return this.#table.sockets.some((socket) => socket.port === port && socket.endpoint === endpoint);
  }

  #reportClosed(port: number, endpoint: number): void {
    if (port > 0 && !this.#listensOn(port, endpoint)) this.#options.onPort?.(port, 'close', endpoint);
  }
}
