/** Who listens where. The switch has the original, every endpoint a copy. */
import { formatIPv4, formatIPv6, isIPv4, parseIPv4, parseIPv6, unmapIPv4 } from './ip-address.ts';
import type { ListeningSocket } from './messages.ts';
import type { SocketName } from './network-device.ts';

/** The address that a connection to `address` arrives at, in its plain form: IPv4 also where it was written as IPv6. */
export function destination(address: string): string {
  if (address === '127.0.0.1' || address === '::1') return address;
  const v6 = parseIPv6(address);
  const v4 = parseIPv4(address) ?? (v6 && unmapIPv4(v6));
  if (v4) return v4[0] === 0 && v4.every((byte) => byte === 0) ? '127.0.0.1' : formatIPv4(v4);
  if (!v6) return address;
  const plain = formatIPv6(v6);
  return plain === '::' ? '::1' : plain;
}

/** Whether the address is one of this machine's: 127.0.0.0/8 or ::1. */
export function isLoopback(plain: string): boolean {
  return plain === '::1' || plain === '127.0.0.1' || parseIPv4(plain)?.[0] === 127;
}

function takesConnectionsTo(socket: SocketName, plain: string): boolean {
  if (socket.address === plain) return true;
  const isV4 = isIPv4(plain);
  if (socket.address === '0.0.0.0') return isV4;
  if (socket.address === '::') return isV4 ? !socket.ipv6Only : plain.includes(':');
  return isV4 && destination(socket.address) === plain;
}

/** Whether the two names cannot be listened on side by side (`bind(2)`). */
function collides(a: SocketName, b: SocketName): boolean {
  if (a.port !== b.port) return false;
  if (a.port < 0 || a.address === b.address) return a.address === b.address;
  return covers(a, b) || covers(b, a);
}

function covers(wide: SocketName, narrow: SocketName): boolean {
  const isV4 = isIPv4(narrow.address);
  if (wide.address === '0.0.0.0') return isV4;
  if (wide.address === '::') return isV4 ? !wide.ipv6Only : true;
  return false;
}

export class PortTable {
  readonly #sockets = new Map<string, ListeningSocket>();

  constructor(sockets: Iterable<ListeningSocket> = []) {
    for (const socket of sockets) this.add(socket);
  }

  get sockets(): ListeningSocket[] {
    return [...this.#sockets.values()];
  }

  add(socket: ListeningSocket): void {
    this.#sockets.set(key(socket.endpoint, socket.id), socket);
  }

  remove(endpoint: number, id: number): ListeningSocket | undefined {
    const socket = this.#sockets.get(key(endpoint, id));
    this.#sockets.delete(key(endpoint, id));
    return socket;
  }

  /** Takes out all sockets of an endpoint, and returns them. */
  removeEndpoint(endpoint: number): ListeningSocket[] {
    const gone = this.sockets.filter((socket) => socket.endpoint === endpoint);
    for (const socket of gone) this.remove(endpoint, socket.id);
    return gone;
  }

  /** A socket that stands in the way of a new one with this name. */
  inTheWayOf(name: SocketName): ListeningSocket | undefined {
    return this.sockets.find((socket) => collides(socket, name));
  }

  /** The sockets that a connection to the name may reach, the best first. */
  find(name: SocketName): ListeningSocket[] {
    const there = this.sockets.filter((socket) => socket.port === name.port);
    if (name.port < 0) return there.filter((socket) => socket.address === name.address);
    const plain = destination(name.address);
    const exact = (socket: ListeningSocket) =>
      Number(isWildcard(socket.address) || destination(socket.address) !== plain);
    return there.filter((socket) => takesConnectionsTo(socket, plain)).sort((a, b) => exact(a) - exact(b));
  }
}

/** Whether the address stands for all of the machine's. */
export function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function key(endpoint: number, id: number): string {
  return `${endpoint}/${id}`;
}
