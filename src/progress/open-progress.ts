import { openIndexedDbStorage } from './indexed-db-storage.ts';
import { Progress } from './progress.ts';
import type { Shelf } from './shelf.ts';

let opened: Progress | undefined;

/** This page's record of the learner: one for all its predictions and sandboxes. */
export function openProgress(): Progress {
  if (opened) return opened;
  const shelf = findShelf();
  opened = new Progress({
    open: (options) => openIndexedDbStorage(options),
    ...(typeof BroadcastChannel === 'undefined'
      ? {}
      : { channel: new BroadcastChannel('safety-net-progress') }),
    ...(shelf ? { shelf } : {}),
  });
  const progress = opened;
  // A page in the background may be ended without another word.
  addEventListener('pagehide', () => progress.leave());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') progress.leave();
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
