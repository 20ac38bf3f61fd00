/** What can happen to a watched file or directory, in inotify's terms (https://man7.org/linux/man-pages/man7/inotify.7.html). */
export type WatchEvent =
  | 'modify'
  | 'attrib'
  | 'create'
  | 'delete'
  | 'moved-from'
  | 'moved-to'
  | 'move-self'
  | 'delete-self'
  | 'ignored';

/** `name` is the entry of a watched directory, or `undefined` for the watched thing itself. */
export type WatchListener = (event: WatchEvent, name: string | undefined) => void;

/** Listeners by inode number: a watcher follows the file through renames, as inotify does. */
export class WatchRegistry {
  readonly #listeners = new Map<number, Set<WatchListener>>();

  add(ino: number, listener: WatchListener): () => void {
    let listeners = this.#listeners.get(ino);
    if (!listeners) this.#listeners.set(ino, (listeners = new Set()));
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(ino) === listeners) this.#listeners.delete(ino);
    };
  }

  notify(ino: number, event: WatchEvent, name?: string): void {
    const listeners = this.#listeners.get(ino);
    if (listeners) for (const listener of [...listeners]) listener(event, name);
  }

  /** The watched thing is gone for good. */
  forget(ino: number): void {
    this.#listeners.delete(ino);
  }

  /** The numbers of all inodes that somebody watches. */
  watched(): number[] {
    return [...this.#listeners.keys()];
  }

  get isIdle(): boolean {
    return this.#listeners.size === 0;
  }
}
