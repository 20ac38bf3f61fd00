const numberWords = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/**
 * A short answer without what makes no difference: case, quotes, spaces (also around signs), an article, a full stop or
 * semicolon at the end, `1,000` for `1000`, and `four` for `4`.
 */
export function plainAnswer(answer: string): string {
  const plain = answer
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[`"'“”‘’„«»]/g, '')
    .replace(/[‐‑–—]/g, '-')
    .trim()
    .replace(/[.;:!?]+$/, '')
    .replace(/\s+/g, ' ')
    .replace(/(\d)[, {2}_](?=\d{3}\b)/g, '$1')
    .replace(/ ?([^\p{L}\p{N}\s]) ?/gu, '$1')
    .replace(/^(?:an?|the) (?=\S)/, '')
    .trim();
  const number = numberWords.indexOf(plain);
  if (number >= 0) return String(number);
  return /^[+-]?\d+(?:\.\d+)?$/.test(plain) ? String(Number(plain)) : plain;
}

/** Whether two short answers say the same. */
export function sameAnswer(one: string, other: string): boolean {
  return plainAnswer(one) === plainAnswer(other);
}
