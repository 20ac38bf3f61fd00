/** `internalBinding('cares_wrap')`: name resolution on a machine that knows only itself. */
import type { Any, AsyncWrap, Binding, Host } from '../host.ts';
import { canonicalAddress, isIPv4, parseIPv6 } from '../net/ip-address.ts';
import { aresMessages } from './cares/ares-errors.ts';
import { codedError } from './fs/native-error.ts';

const AF_INET = 2;
const AF_INET6 = 10;
const AI_V4MAPPED = 8;
const DNS_ORDER_VERBATIM = 0;
const DNS_ORDER_IPV4_FIRST = 1;
const DNS_ORDER_IPV6_FIRST = 2;

const UV_EAI_NONAME = -3008;

/**
 * What `localhost` is called where the machine's `/etc/hosts` is that of a container or a CI runner: so an upstream that is
 * down is one `connect ECONNREFUSED 127.0.0.1:4000`, and no `AggregateError` of two.
 */
const LOCALHOST = ['127.0.0.1'] as const;

const services: Readonly<Record<number, string>> = {
  22: 'ssh',
  25: 'smtp',
  53: 'domain',
  80: 'http',
  443: 'https',
};

interface Request extends AsyncWrap {
  oncomplete: Any;
}

export function createCaresWrapBinding(host: Host): Binding {
  class GetAddrInfoReqWrap extends host.AsyncWrap {
    constructor() {
      super('GETADDRINFOREQWRAP');
    }
  }
  class GetNameInfoReqWrap extends host.AsyncWrap {
    constructor() {
      super('GETNAMEINFOREQWRAP');
    }
  }
  class QueryReqWrap extends host.AsyncWrap {
    constructor() {
      super('QUERYWRAP');
    }
  }

  /** Completes a request in a task of its own. */
  function complete(request: Request, ...args: Any[]): void {
    host.loop.ref();
    host.loop.post(() => {
      host.loop.unref();
      request.makeCallback('oncomplete', ...args);
    });
  }

  function getaddrinfo(
    request: Request,
    name: string,
    family: number,
    _hints: number,
    order: number,
  ): number {
    const addresses = addressesOf(name, family, order);
    if (addresses.length > 0) complete(request, null, addresses);
    else complete(request, UV_EAI_NONAME);
    return 0;
  }

  function getnameinfo(request: Request, address: string, port: number): number {
    const isKnown = namesOf(address).length > 0;
    if (isKnown) complete(request, null, 'localhost', services[port] ?? String(port));
    else complete(request, UV_EAI_NONAME);
    return 0;
  }

  class ChannelWrap extends host.AsyncWrap {
    #servers: [address: string, port: number][] = [['127.0.0.1', 53]];
    readonly #pending = new Set<Request>();

    constructor(_timeout: number, _tries: number, _maxTimeout: number) {
      super('DNSCHANNEL');
    }

    getServers(): [string, number][] {
      return this.#servers.map(([address, port]) => [address, port]);
    }

    setServers(servers: readonly (readonly [family: number, address: string, port: number])[]): number {
      this.#servers = servers.map(([, address, port]) => [canonicalAddress(address) ?? address, port]);
      return 0;
    }

    setLocalAddress(first: string, second?: string): void {
      const families = [first, second].flatMap((text) => (text === undefined ? [] : [familyOf(text)]));
      if (families.includes(undefined))
        throw codedError('ERR_INVALID_ARG_VALUE', 'Invalid IP address.', TypeError);
      if (families.length < 2 || families[0] !== families[1]) return;
      const name = families[0] === AF_INET ? 'IPv4' : 'IPv6';
      throw codedError('ERR_INVALID_ARG_VALUE', `Cannot specify two ${name} addresses.`, TypeError);
    }

    cancel(): void {
      for (const request of this.#pending) {
        this.#pending.delete(request);
        complete(request, 'ECANCELLED');
      }
    }

    query(request: Request, answer: readonly string[]): number {
      this.#pending.add(request);
      host.loop.ref();
      host.loop.post(() => {
        host.loop.unref();
        if (!this.#pending.delete(request)) return;
        if (answer.length === 0) request.makeCallback('oncomplete', 'ENOTFOUND');
        else
          request.makeCallback(
            'oncomplete',
            null,
            [...answer],
            answer.map(() => 0),
          );
      });
      return 0;
    }

    queryA(request: Request, name: string): number {
      return this.query(request, addressesOf(name, 4, DNS_ORDER_VERBATIM));
    }

    queryAaaa(request: Request, name: string): number {
      return this.query(request, addressesOf(name, 6, DNS_ORDER_VERBATIM));
    }

    getHostByAddr(request: Request, address: string): number {
      return this.query(request, namesOf(address));
    }
  }

  const unknownTypes = ['Any', 'Caa', 'Cname', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Srv', 'Soa', 'Tlsa', 'Txt'];
  for (const type of unknownTypes) {
    const query = {
      [`query${type}`](this: ChannelWrap, request: Request) {
        return this.query(request, []);
      },
    };
    Object.assign(ChannelWrap.prototype, query);
  }

  return {
    getaddrinfo,
    getnameinfo,
    canonicalizeIP: canonicalAddress,
    convertIpv6StringToBuffer(text: string): Any {
      const bytes = parseIPv6(text);
      if (!bytes) throw new Error('Invalid IPv6 address');
      return host.builtin('buffer').Buffer.from(bytes);
    },
    strerror: (code: number) => aresMessages[code] ?? 'unknown',
    GetAddrInfoReqWrap,
    GetNameInfoReqWrap,
    QueryReqWrap,
    ChannelWrap,
    AF_INET,
    AF_INET6,
    AF_UNSPEC: 0,
    AI_ADDRCONFIG: 32,
    AI_ALL: 16,
    AI_V4MAPPED,
    DNS_ORDER_VERBATIM,
    DNS_ORDER_IPV4_FIRST,
    DNS_ORDER_IPV6_FIRST,
  };
}

/** The addresses of a name in the given order; none for a name of another machine. */
function addressesOf(name: string, family: number, order: number): string[] {
  const literal = canonicalAddress(name);
  const plain = name.toLowerCase().replace(/\.$/, '');
  const isLocal = plain === 'localhost' || plain.endsWith('.localhost');
  const all: readonly string[] = literal ? [literal] : isLocal ? LOCALHOST : [];
  const wanted = all.filter((address) => family === 0 || (family === 4) === isIPv4(address));
  if (order === DNS_ORDER_VERBATIM) return wanted;
  const rank = (address: string) => Number(isIPv4(address) !== (order === DNS_ORDER_IPV4_FIRST));
  return wanted.sort((a, b) => rank(a) - rank(b));
}

function namesOf(address: string): string[] {
  const plain = canonicalAddress(address);
  return plain === '::1' || plain?.startsWith('127.') ? ['localhost'] : [];
}

function familyOf(text: string): number | undefined {
  if (isIPv4(text)) return AF_INET;
  return parseIPv6(text) ? AF_INET6 : undefined;
}
