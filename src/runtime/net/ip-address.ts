/** Internet addresses: text to bytes and back, in the forms that libuv reads and writes. */

/** The four bytes of `127.0.0.1`, or `undefined` where the text is no IPv4 address. */
export function parseIPv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes = new Uint8Array(4);
  for (const [i, part] of parts.entries()) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes[i] = Number(part);
  }
  return bytes;
}

/** The sixteen bytes of an IPv6 address without its zone (`%eth0`), or `undefined`. */
export function parseIPv6(text: string): Uint8Array | undefined {
  let source = text.replace(/%.+$/, '');
  const tail = /(^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(source);
  if (tail) {
    const v4 = parseIPv4(tail[2]!);
    if (!v4) return undefined;
    const [a, b, c, d] = v4 as unknown as [number, number, number, number];
    const words = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
    source = source.slice(0, source.length - tail[2]!.length) + words;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  if (halves.length === 1 ? count !== 8 : count > 7) return undefined;
  const words =
    halves.length === 1 ? groups[0]! : [...groups[0]!, ...Array(8 - count).fill('0'), ...groups[1]!];
  const bytes = new Uint8Array(16);
  for (const [i, word] of words.entries()) {
    if (!/^[0-9a-f]{1,4}$/i.test(word)) return undefined;
    const value = Number.parseInt(word, 16);
    bytes[2 * i] = value >> 8;
    bytes[2 * i + 1] = value & 0xff;
  }
  return bytes;
}

export function formatIPv4(bytes: Uint8Array): string {
  return bytes.join('.');
}

/** The shortest form, with the last two words as IPv4 where `inet_ntop` writes them so. */
export function formatIPv6(bytes: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  let [start, length] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && words[end] === 0) end++;
    if (end - i > length) [start, length] = [i, end - i];
  }
  const parts = words.map((word) => word.toString(16));
  const hasIPv4Tail = start === 0 && (length === 6 || (length === 5 && words[5] === 0xffff));
  if (hasIPv4Tail) parts.splice(6, 2, formatIPv4(bytes.subarray(12)));
  if (start < 0) return parts.join(':');
  return `${parts.slice(0, start).join(':')}::${parts.slice(start + length).join(':')}`;
}

/** The IPv4 address inside `::ffff:a.b.c.d`, or `undefined`. */
export function unmapIPv4(bytes: Uint8Array): Uint8Array | undefined {
  const isMapped =
    bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return isMapped ? bytes.subarray(12) : undefined;
}

export function isIPv4(text: string): boolean {
  return text === '127.0.0.1' || parseIPv4(text) !== undefined;
}

/** The usual form of an address; `undefined` where it is none. */
export function canonicalAddress(text: string): string | undefined {
  const v4 = parseIPv4(text);
  if (v4) return formatIPv4(v4);
  const v6 = parseIPv6(text);
  return v6 && formatIPv6(v6);
}
