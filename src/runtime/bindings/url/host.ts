/** Hosts of URLs: names, IPv4 and IPv6 addresses (https://url.spec.whatwg.org/#host-parsing). */
import { toAscii } from './idna.ts';
import { encodeSets, percentDecode, percentEncode } from './percent-encoding.ts';

const forbiddenInHost = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const forbiddenInDomain = /[\0- #%/:<>?@[\\\]^|\x7f]/;
const lastLabelIsNumber = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i;

/** One number of an IPv4 address: decimal, octal or hexadecimal; `undefined` where it is none. */
function parseIpv4Number(text: string): number | undefined {
  if (/^0x[0-9a-f]*$/i.test(text)) return text.length === 2 ? 0 : Number.parseInt(text.slice(2), 16);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(?:0|[1-9]\d*)$/.test(text) ? Number.parseInt(text, 10) : undefined;
}

function parseIpv4(name: string): string | undefined {
  const parts = name.split('.');
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  if (parts.length > 4) return undefined;
  const numbers = parts.map(parseIpv4Number);
  if (numbers.includes(undefined)) return undefined;
  const last = numbers.pop()!;
  if (numbers.some((number) => number! > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const address = numbers.reduce<number>((sum, number, index) => sum + number! * 256 ** (3 - index), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** The eight numbers of an IPv6 address. */
function parseIpv6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const pieces: number[][] = [];
  for (const [index, half] of halves.entries()) {
    const numbers: number[] = [];
    const parts = half === '' ? [] : half.split(':');
    for (const [place, part] of parts.entries()) {
      const isLast = index === halves.length - 1 && place === parts.length - 1;
      if (isLast && part.includes('.')) {
        const octets = part.split('.');
        if (
          octets.length !== 4 ||
          !octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256)
        ) {
          return undefined;
        }
        const [a, b, c, d] = octets.map(Number) as [number, number, number, number];
        numbers.push(a * 256 + b, c * 256 + d);
      } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
        numbers.push(Number.parseInt(part, 16));
      } else {
        return undefined;
      }
    }
    pieces.push(numbers);
  }
  const [head, tail] = pieces as [number[], number[] | undefined];
  if (tail === undefined) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - tail.length;
  return missing >= 1 ? [...head, ...new Array<number>(missing).fill(0), ...tail] : undefined;
}

/** The shortest form: the first longest run of two or more zeros is left out. */
function serializeIpv6(numbers: readonly number[]): string {
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && numbers[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    i = Math.max(i, end - 1);
  }
  const hex = (part: readonly number[]) => part.map((number) => number.toString(16)).join(':');
  return start === -1
    ? hex(numbers)
    : `${hex(numbers.slice(0, start))}::${hex(numbers.slice(start + length))}`;
}

const plainName = /^[a-z\d._~!$&'()*+,;=-]+$/;

/** The host as it is written in a URL; `undefined` where the text is none. */
export function parseHost(text: string, special: boolean): string | undefined {
  if (text.startsWith('[')) {
    const numbers = text.endsWith(']') ? parseIpv6(text.slice(1, -1)) : undefined;
    return numbers && `[${serializeIpv6(numbers)}]`;
  }
  if (!special) return forbiddenInHost.test(text) ? undefined : percentEncode(text, encodeSets.c0Control);
  const ascii = plainName.test(text) ? text : toAscii(percentDecode(text));
  if (ascii === '' || forbiddenInDomain.test(ascii)) return undefined;
  return lastLabelIsNumber.test(ascii) ? parseIpv4(ascii) : ascii;
}
