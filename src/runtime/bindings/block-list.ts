/** `internalBinding('block_list')`: socket addresses as values, and rules over them. */
import type { Any, Binding, Host } from '../host.ts';
import { formatIPv4, formatIPv6, parseIPv4, parseIPv6 } from '../net/ip-address.ts';
import { codedError } from './fs/native-error.ts';

const AF_INET = 2;
const AF_INET6 = 10;

const MAPPED_PREFIX = 0xffffn << 32n;
const BITS = 128n;

interface Address {
  readonly family: number;
  /** 128 bits; IPv4 lies at `::ffff:a.b.c.d`. */
  readonly value: bigint;
}

interface Rule {
  readonly kind: 'address' | 'subnet' | 'range';
  readonly text: string;
  matches(address: Address): boolean;
  /** Equal for rules that say the same. */
  readonly key: string;
}

/** An address as a number of 128 bits, IPv4 as `::ffff:a.b.c.d`; `undefined` where it is none of its family. */
function addressValue(address: string, family: number): bigint | undefined {
  const bytes = family === AF_INET ? parseIPv4(address) : parseIPv6(address);
  if (!bytes) return undefined;
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return family === AF_INET ? MAPPED_PREFIX | value : value;
}

class SocketAddress implements Address {
  readonly address: string;
  readonly port: number;
  readonly family: number;
  readonly value: bigint;
  readonly #flowLabel: number;

  constructor(address: string, port: number, family: number, flowLabel: number) {
    const value = addressValue(address, family);
    if (value === undefined) throw codedError('ERR_INVALID_ADDRESS', 'Invalid socket address');
    this.address = family === AF_INET ? formatIPv4(parseIPv4(address)!) : formatIPv6(parseIPv6(address)!);
    this.port = port;
    this.family = family;
    this.value = value;
    this.#flowLabel = flowLabel;
  }

  detail(out: Any): Any {
    const { address, port, family } = this;
    return Object.assign(out, { address, port, family, flowlabel: this.#flowLabel });
  }

  legacyDetail(): Any {
    const { address, port, family } = this;
    return { address, family: family === AF_INET ? 'IPv4' : 'IPv6', port };
  }

  flowlabel(): number {
    return this.#flowLabel;
  }
}

class BlockList {
  /** The newest first, as the rules are listed. */
  #rules: Rule[] = [];

  addAddress(address: SocketAddress): void {
    const rule = addressRule(address);
    if (!this.#rules.some(({ key }) => key === rule.key)) this.#rules.unshift(rule);
  }

  addAddresses(addresses: readonly SocketAddress[]): void {
    for (const address of addresses) this.addAddress(address);
  }

  /** False where the range is empty. */
  addRange(start: SocketAddress, end: SocketAddress): boolean {
    if (compare(start, end) === 1) return false;
    this.#rules.unshift(rangeRule(start, end));
    return true;
  }

  addSubnet(network: SocketAddress, prefix: number): void {
    this.#rules.unshift(subnetRule(network, prefix));
  }

  removeAddress(address: SocketAddress): void {
    this.#remove(addressRule(address));
  }

  removeRange(start: SocketAddress, end: SocketAddress): void {
    this.#remove(rangeRule(start, end));
  }

  removeSubnet(network: SocketAddress, prefix: number): void {
    this.#remove(subnetRule(network, prefix));
  }

  #remove(like: Rule): void {
    const index = this.#rules.findIndex(({ key }) => key === like.key);
    if (index >= 0) this.#rules.splice(index, 1);
  }

  check(address: SocketAddress): boolean {
    return this.#rules.some((rule) => rule.matches(address));
  }

  checkString(address: string, family: number): boolean {
    const value = addressValue(address, family);
    return value !== undefined && this.#rules.some((rule) => rule.matches({ family, value }));
  }

  getRules(): string[] {
    const kinds = ['address', 'subnet', 'range'];
    const sorted = [...this.#rules].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
    return sorted.map(({ text }) => text);
  }

  getSize(): number {
    return this.#rules.length;
  }

  clear(): void {
    this.#rules = [];
  }
}

/** -1, 0 or 1; `undefined` for an IPv4 address and an IPv6 one that stands for none. */
function compare(a: Address, b: Address): number | undefined {
  const isMapped = ({ value }: Address) => value >> 32n === 0xffffn;
  if (a.family !== b.family && !(isMapped(a) && isMapped(b))) return undefined;
  return a.value < b.value ? -1 : Number(a.value > b.value);
}

function familyName({ family }: SocketAddress): string {
  return family === AF_INET ? 'IPv4' : 'IPv6';
}

function addressRule(address: SocketAddress): Rule {
  return {
    kind: 'address',
    text: `Address: ${familyName(address)} ${address.address}`,
    key: `address ${address.value}`,
    matches: ({ value }) => value === address.value,
  };
}

function rangeRule(start: SocketAddress, end: SocketAddress): Rule {
  return {
    kind: 'range',
    text: `Range: ${familyName(start)} ${start.address}-${end.address}`,
    key: `range ${start.value} ${end.value}`,
    matches: (address) => (compare(start, address) ?? 1) <= 0 && (compare(address, end) ?? 1) <= 0,
  };
}

function subnetRule(network: SocketAddress, prefix: number): Rule {
  const length = network.family === AF_INET ? prefix + 96 : prefix;
  const shift = BITS - BigInt(length);
  const base = network.value >> shift;
  return {
    kind: 'subnet',
    text: `Subnet: ${familyName(network)} ${network.address}/${prefix}`,
    key: `subnet ${length} ${network.value}`,
    matches: ({ value }) => value >> shift === base,
  };
}

export function createBlockListBinding(_host: Host): Binding {
  return { BlockList, SocketAddress, AF_INET, AF_INET6 };
}
