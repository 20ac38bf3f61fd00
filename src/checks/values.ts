import type { ValueMaker } from '../course/schema/unit.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32), so that a run can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const consonants = 'bdfgklmnprtvz';
const vowels = 'aeiou';
const hexDigits = '0123456789abcdef';

/** The values of one run, each as text. */
export function makeValues(
  makers: Readonly<Record<string, ValueMaker>>,
  seed: number,
): Record<string, string> {
  const random = randomFrom(seed);
  const pick = (letters: string): string => letters[Math.floor(random() * letters.length)] as string;
  return Object.fromEntries(
    Object.entries(makers).map(([name, { word, number, hex, letters }]): [string, string] => {
      if (number !== undefined) {
        const [from, to] = number;
        return [name, String(from + Math.floor(random() * (to - from + 1)))];
      }
      if (hex !== undefined) {
        return [
          name,
          Array.from({ length: hex }, (_, i) => pick(i === 0 ? '123456789abcdef' : hexDigits)).join(''),
        ];
      }
      if (letters !== undefined) return [name, 'x'.repeat(letters)];
      return [
        name,
        Array.from({ length: word ?? 8 }, (_, i) => pick(i % 2 === 0 ? consonants : vowels)).join(''),
      ];
    }),
  );
}
