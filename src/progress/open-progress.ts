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
  progress.onErase((elsewhere) => {
    forgetSession();
    // What is on the screen, in an editor's history and in a running server goes too.
    if (elsewhere) location.reload();
  });
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

/** What can be undone in the editors lies where only this tab sees it. */
function forgetSession(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith('safety-net')) sessionStorage.removeItem(key);
  } catch {
    // Blocked by the browser's settings: nothing lies there.
  }
}
