/** `internalBinding('udp_wrap')`: sockets can be made and closed, but no datagram goes anywhere. */
import type { Binding, Host } from '../host.ts';
import { unavailable } from './unavailable.ts';

const constants = { UV_UDP_IPV6ONLY: 1, UV_UDP_REUSEADDR: 4, UV_UDP_REUSEPORT: 64 } as const;

/** Methods that would need a UDP socket of an operating system. */
const needSocket = [
  ...['open', 'bind', 'bind6', 'connect', 'connect6', 'disconnect', 'send', 'send6', 'recvStart', 'recvStop'],
  ...['getpeername', 'getsockname', 'bufferSize', 'addMembership', 'dropMembership', 'setMulticastInterface'],
  ...[
    'addSourceSpecificMembership',
    'dropSourceSpecificMembership',
    'setMulticastTTL',
    'setMulticastLoopback',
  ],
  ...['setBroadcast', 'setTTL'],
];

export function createUdpWrapBinding(host: Host): Binding {
  class SendWrap extends host.AsyncWrap {
    constructor() {
      super('UDPSENDWRAP');
    }
  }

  class UDP extends host.HandleWrap {
    constructor() {
      super('UDPWRAP');
    }

    get fd(): number {
      return -1;
    }

    getSendQueueSize(): number {
      return 0;
    }

    getSendQueueCount(): number {
      return 0;
    }
  }

  for (const name of needSocket) {
    Object.defineProperty(UDP.prototype, name, {
      configurable: true,
      writable: true,
      value(): never {
        return unavailable('dgram', `it has no UDP for \`${name}\`, use \`node:net\` or \`node:http\``);
      },
    });
  }

  return { UDP, SendWrap, constants };
}
