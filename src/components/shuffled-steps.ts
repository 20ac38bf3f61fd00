/** The steps of a question in an order that is not the right one, and the same in every build. */
export function shuffledSteps<T>({ id, items }: { readonly id: string; readonly items: readonly T[] }): T[] {
  let seed = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const left = [...items];
  const shuffled: T[] = [];
  while (left.length > 0) shuffled.push(...left.splice(next(left.length), 1));
  return shuffled.every((item, i) => item === items[i]) ? shuffled.reverse() : shuffled;
}
