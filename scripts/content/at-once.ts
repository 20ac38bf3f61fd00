import { availableParallelism } from 'node:os';

/**
 * Does something with every item, several at a time, in order of beginning; resolves to the results in the order of the
 * items. Where `goesOn` says no, what has begun is still done, and the rest is left out.
 */
export async function atOnce<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T, index: number) => Promise<R>,
  goesOn: (index: number) => boolean = () => true,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && goesOn(next)) {
      const index = next++;
      results[index] = await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}

/** How many servers are tried at the same time: mostly they wait, for a limit of time or for an answer. */
export function serversAtOnce(perCore: number): number {
  return Math.max(2, Math.round(availableParallelism() * perCore));
}
