/**
 * Host names between Unicode and ASCII (https://www.unicode.org/reports/tr46/).
 *
 * The mapping of characters is the browser's: its URL parser maps host names. That parser also decodes `%41`, reads
 * addresses and refuses `/` or `@`, which these functions must not, so it only gets labels without such characters.
 */
import { decodePunycode, encodePunycode } from './punycode.ts';

/** Label separators that the mapping turns into `.`. */
const dots = /[.\u3002\uff0e\uff61]/;
const onlyAscii = /^[\0-\x7f]*$/;
/** ASCII that means something else to a URL parser than a part of a name. */
const reserved = /[\0- #%/:<>?@[\\\]^|\x7f]/;

/** The host that the browser's URL parser makes of a name, or `undefined` where it refuses it. */
function mapName(name: string): string | undefined {
  try {
    // A name that ends in a letter is never taken for an address.
    const { hostname } = new URL(`ws://${name}.x`);
    return hostname.slice(0, -2);
  } catch {
    return undefined;
  }
}

/** The text of a label `xn--…`, or `undefined` where it is none or malformed. */
function decodeLabel(label: string): string | undefined {
  if (!label.startsWith('xn--') || !onlyAscii.test(label) || label !== label.toLowerCase()) return undefined;
  const decoded = decodePunycode(label.slice(4));
  if (decoded === undefined || onlyAscii.test(decoded)) return undefined;
  const encoded = mapName(decoded);
  return encoded !== undefined && decodePunycode(encoded.slice(4)) === decoded ? decoded : undefined;
}

/** `undefined` where the label cannot be mapped. */
function labelToAscii(label: string): string | undefined {
  if (onlyAscii.test(label)) {
    const lower = label.toLowerCase();
    return !lower.startsWith('xn--') || decodeLabel(lower) !== undefined ? lower : undefined;
  }
  if (!reserved.test(label)) return mapName(label);
  const text = label.normalize('NFKC').toLowerCase().normalize('NFC');
  if (onlyAscii.test(text)) return text;
  return text.startsWith('xn--') ? undefined : `xn--${encodePunycode(text)}`;
}

/**
 * Non-ASCII labels as `xn--…`, the others in lower case; characters that no host may hold stay. `''` where a label
 * cannot be mapped.
 */
export function toAscii(domain: string): string {
  if (onlyAscii.test(domain)) return domain.toLowerCase();
  const labels = domain.split(dots).map(labelToAscii);
  return labels.includes(undefined) ? '' : labels.join('.');
}

/** Labels `xn--…` as the text that they stand for; a malformed one stays. */
export function toUnicode(domain: string): string {
  return domain
    .split('.')
    .map((label) => decodeLabel(label) ?? label)
    .join('.');
}
