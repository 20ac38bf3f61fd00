import { openIndexedDbStorage } from './indexed-db-storage.ts';
import { Progress, type Shelf } from './progress.ts';

let opened: Progress | undefined;

/** This page's record of the learner: one for all its predictions and sandboxes. */
export function openProgress(): Progress {
  if (opened) return opened;
  const shelf = findShelf();
  opened = new Progress({
    open: () => openIndexedDbStorage(),
    ...(typeof BroadcastChannel === 'undefined'
      ? {}
      : { channel: new BroadcastChannel('safety-net-progress') }),
    ...(shelf ? { shelf } : {}),
  });
  return opened;
}

function findShelf(): Shelf | undefined {
  try {
    return localStorage;
  } catch {
    // Blocked by the browser's settings.
    return undefined;
  }
}
