import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until a text stands in the learner's record, which there must be. */
export async function stored(page: Page, text: string): Promise<void> {
  // `waitForFunction` takes the promise itself for the answer.
  await expect.poll(() => page.evaluate(isStored, text), { timeout: 20_000 }).toBe(true);
}

const isStored = async (wanted: string): Promise<boolean> => {
  // To open a database that is not there would make one, and the page would find it empty.
  if (!(await indexedDB.databases()).some(({ name }) => name === 'safety-net')) return false;
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('safety-net');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      if (!opening.result.objectStoreNames.contains('records')) {
        opening.result.close();
        resolve(false);
        return;
      }
      const reading = opening.result.transaction('records').objectStore('records').getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        opening.result.close();
        resolve(JSON.stringify(reading.result).includes(wanted));
      };
    };
  });
};
