/** `internalBinding('tcp_wrap')`. */
import type { Any, Binding, Host } from '../host.ts';
import { canonicalAddress, isIPv4 } from '../net/ip-address.ts';
import { type Endpoint, type Listener, NetworkError } from '../net/network-device.ts';
import { destination, isLoopback, isWildcard } from '../net/port-table.ts';
import { type ConnectRequest, connectHandle } from './stream/connect-request.ts';
import {
  errorNumber,
  UV_EADDRINUSE,
  UV_EADDRNOTAVAIL,
  UV_EBADF,
  UV_EINVAL,
  UV_EISCONN,
  UV_ENOTCONN,
  UV_ENOTSUP,
} from './stream/errno.ts';
import { createListenHandler } from './stream/listen-handler.ts';
import type { StreamHandle } from './stream-wrap.ts';

const constants = { SOCKET: 0, SERVER: 1, UV_TCP_IPV6ONLY: 1, UV_TCP_REUSEPORT: 2 } as const;

export function createTcpWrapBinding(host: Host): Binding {
  const Stream = host.binding('stream_wrap')['LibuvStreamWrap'] as new (provider: string) => StreamHandle;

  class TCPConnectWrap extends host.AsyncWrap {
    constructor() {
      super('TCPCONNECTWRAP');
    }
  }

  class TCP extends Stream {
    /** What the library sets; programs that print a handle see it. */
    reading = false;
    declare onconnection: Any;
    #bound: (Endpoint & { readonly ipv6Only: boolean }) | undefined;
    /** The error of `bind` that the next call reports, as libuv does. */
    #delayedError = 0;
    #listener: Listener | undefined;
    #isConnecting = false;
    #typeOfService = 0;

    constructor(type: number) {
      super(type === constants.SERVER ? 'TCPSERVERWRAP' : 'TCPWRAP');
    }

    /** No file descriptor of this machine is a TCP socket. */
    open(_fd: number): number {
      return UV_EBADF;
    }

    bind(address: string, port: number, flags = 0): number {
      return isIPv4(address) ? this.#bind(address, port, flags) : UV_EINVAL;
    }

    bind6(address: string, port: number, flags = 0): number {
      return isIPv4(address) ? UV_EINVAL : this.#bind(address, port, flags);
    }

    #bind(text: string, port: number, flags: number): number {
      const address = canonicalAddress(text);
      if (!address || this.#bound || this.isClosing) return UV_EINVAL;
      if (!isWildcard(address) && !isLoopback(destination(address))) return UV_EADDRNOTAVAIL;
      const ipv6Only = (flags & constants.UV_TCP_IPV6ONLY) !== 0;
      if (port > 0 && host.network.isTaken({ address, port, ipv6Only })) {
        this.#delayedError = UV_EADDRINUSE;
        return 0;
      }
      this.#bound = { address, port: port || host.network.freePort(), ipv6Only };
      return 0;
    }

    listen(_backlog: number): number {
      if (this.#delayedError) return this.#delayedError;
      if (this.connection) return UV_EINVAL;
      if (this.#listener) return 0;
      const name = this.#bound ?? { address: '0.0.0.0', port: 0 };
      try {
        const handler = createListenHandler(host, this, () => new TCP(constants.SOCKET));
        this.#listener = host.network.listen(name, handler);
      } catch (error) {
        if (error instanceof NetworkError) return errorNumber(error.code);
        throw error;
      }
      this.setActive(true);
      return 0;
    }

    connect(request: ConnectRequest, address: string, port: number): number {
      return isIPv4(address) ? this.#connect(request, address, port) : UV_EINVAL;
    }

    connect6(request: ConnectRequest, address: string, port: number): number {
      return isIPv4(address) ? UV_EINVAL : this.#connect(request, address, port);
    }

    #connect(request: ConnectRequest, text: string, port: number): number {
      const address = canonicalAddress(text);
      if (!address || this.isClosing) return UV_EINVAL;
      if (this.#delayedError) return this.#delayedError;
      if (this.connection || this.#isConnecting) return UV_EISCONN;
      this.#isConnecting = true;
      connectHandle(host, this, request, { address, port }, this.#bound);
      return 0;
    }

    getsockname(out: Any): number {
      if (this.#delayedError) return this.#delayedError;
      const name = this.connection?.local ?? this.#listener ?? this.#bound;
      return name ? describe(name, out) : UV_EINVAL;
    }

    getpeername(out: Any): number {
      return this.connection ? describe(this.connection.remote, out) : UV_ENOTCONN;
    }

    setNoDelay(_enable: boolean): number {
      return 0;
    }

    setKeepAlive(_enable: boolean, _delay: number): number {
      return 0;
    }

    setSimultaneousAccepts(_enable: boolean): number {
      return UV_ENOTSUP;
    }

    setTypeOfService(value: number): number {
      this.#typeOfService = value;
      return 0;
    }

    getTypeOfService(): number {
      return this.#typeOfService;
    }

    /** Closes with a reset. */
    reset(callback?: () => void): number {
      if (this.isClosing) return 0;
      this.connection?.reset();
      this.close(callback);
      return 0;
    }

    override onClose(): void {
      this.#listener?.close();
      super.onClose();
    }
  }

  return { TCP, TCPConnectWrap, constants };
}

function describe({ address, port }: Endpoint, out: Any): number {
  out.address = address;
  out.family = isIPv4(address) ? 'IPv4' : 'IPv6';
  out.port = port;
  return 0;
}
