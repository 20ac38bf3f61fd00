import { availableParallelism } from 'node:os';

/**
 * Does something with every item, several at a time, in order of beginning; resolves to the results in the order of the
 * items.
 */
export async function atOnce<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
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
