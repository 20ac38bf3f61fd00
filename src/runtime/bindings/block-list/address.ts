/** IP addresses as numbers, so that ranges and subnets are comparisons. */

export const AF_INET = 2;
export const AF_INET6 = 10;

export interface Address {
  readonly family: typeof AF_INET | typeof AF_INET6;
  readonly value: bigint;
}

const MAPPED_PREFIX = 0xffffn << 32n;

export function parseAddress(text: string, family: number): Address | undefined {
  const value = family === AF_INET ? parseIpv4(text) : parseIpv6(text);
  return value === undefined ? undefined : { family: family === AF_INET ? AF_INET : AF_INET6, value };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  let address = text.replace(/%.*$/, '');
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted) {
    const tail = parseIpv4(dotted[2] as string);
    if (tail === undefined) return undefined;
    address = `${dotted[1]}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  }
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let value = 0n;
  for (const group of [...head, ...new Array<string>(missing).fill('0'), ...tail]) {
    if (!/^[\da-f]{1,4}$/i.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return value;
}

export function formatAddress({ family, value }: Address): string {
  if (family === AF_INET) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  const zeros = groups
    .join(':')
    .match(/\b0(?::0)+\b/g)
    ?.reduce((a, b) => (b.length > a.length ? b : a));
  if (!zeros) return groups.join(':');
  const [head, tail] = splitAt(groups.join(':'), zeros);
  return `${head.replace(/:$/, '')}::${tail.replace(/^:/, '')}`;
}

function splitAt(text: string, part: string): [string, string] {
  const at = text.search(new RegExp(`(?:^|:)${part}(?:$|:)`));
  const start = text[at] === ':' ? at + 1 : at;
  return [text.slice(0, start), text.slice(start + part.length)];
}

/** The same address in another family: IPv4 lies in IPv6 as `::ffff:a.b.c.d`. */
export function inFamily(address: Address, family: number): Address | undefined {
  if (address.family === family) return address;
  if (family === AF_INET6) return { family: AF_INET6, value: MAPPED_PREFIX | address.value };
  const isMapped = address.value >> 32n === 0xffffn;
  return isMapped ? { family: AF_INET, value: address.value & 0xffffffffn } : undefined;
}
