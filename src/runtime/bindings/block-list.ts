import type { Any, Binding } from '../host.ts';
import {
  type Address,
  AF_INET,
  AF_INET6,
  formatAddress,
  inFamily,
  parseAddress,
} from './block-list/address.ts';
import { codedError } from './fs/native-error.ts';

/** Addresses from `first` to `last`; `text` is how `blockList.rules` shows it. */
interface Rule {
  readonly first: Address;
  readonly last: Address;
  readonly text: string;
}

class SocketAddress {
  readonly address: Address;
  readonly #port: number;
  readonly #flowlabel: number;

  constructor(address: string, port: number, family: number, flowlabel: number) {
    const parsed = parseAddress(address, family);
    if (!parsed) throw codedError('ERR_INVALID_ADDRESS', 'Invalid address');
    this.address = parsed;
    this.#port = port;
    this.#flowlabel = flowlabel;
  }

  detail(into: Any): Any {
    const { family } = this.address;
    return Object.assign(into, {
      address: formatAddress(this.address),
      port: this.#port,
      family,
      flowlabel: this.#flowlabel,
    });
  }

  flowlabel(): number {
    return this.#flowlabel;
  }
}

class BlockList {
  // The newest first, as the library shows them.
  #rules: Rule[] = [];

  addAddress({ address }: SocketAddress): void {
    this.#add(address, address, `Address: ${familyName(address)} ${formatAddress(address)}`);
  }

  addAddresses(addresses: readonly SocketAddress[]): void {
    for (const address of addresses) this.addAddress(address);
  }

  addRange({ address: first }: SocketAddress, { address: last }: SocketAddress): false | undefined {
    if (first.family !== last.family || first.value > last.value) return false;
    this.#add(first, last, `Range: ${familyName(first)} ${formatAddress(first)}-${formatAddress(last)}`);
    return undefined;
  }

  addSubnet({ address }: SocketAddress, prefix: number): void {
    const { first, last } = subnet(address, prefix);
    this.#add(first, last, `Subnet: ${familyName(address)} ${formatAddress(address)}/${prefix}`);
  }

  removeAddress({ address }: SocketAddress): void {
    this.#remove(`Address: ${familyName(address)} ${formatAddress(address)}`);
  }

  removeRange({ address: first }: SocketAddress, { address: last }: SocketAddress): void {
    this.#remove(`Range: ${familyName(first)} ${formatAddress(first)}-${formatAddress(last)}`);
  }

  removeSubnet({ address }: SocketAddress, prefix: number): void {
    this.#remove(`Subnet: ${familyName(address)} ${formatAddress(address)}/${prefix}`);
  }

  check({ address }: SocketAddress): boolean {
    return this.#rules.some(({ first, last }) => {
      const here = inFamily(address, first.family);
      return here !== undefined && here.value >= first.value && here.value <= last.value;
    });
  }

  checkString(text: string, family: number): boolean {
    return parseAddress(text, family) ? this.check(new SocketAddress(text, 0, family, 0)) : false;
  }

  getRules(): string[] {
    return this.#rules.map(({ text }) => text);
  }

  getSize(): number {
    return this.#rules.length;
  }

  clear(): void {
    this.#rules = [];
  }

  #add(first: Address, last: Address, text: string): void {
    this.#rules.unshift({ first, last, text });
  }

  #remove(text: string): void {
    this.#rules = this.#rules.filter((rule) => rule.text !== text);
  }
}

function familyName({ family }: Address): string {
  return family === AF_INET ? 'IPv4' : 'IPv6';
}

function subnet({ family, value }: Address, prefix: number): { first: Address; last: Address } {
  const rest = BigInt((family === AF_INET ? 32 : 128) - prefix);
  const base = (value >> rest) << rest;
  return { first: { family, value: base }, last: { family, value: base | ((1n << rest) - 1n) } };
}

/** `internalBinding('block_list')`. */
export function createBlockListBinding(): Binding {
  return { BlockList, SocketAddress, AF_INET, AF_INET6 };
}
