import type { WatchEvent } from '../fs/watch-registry.ts';
import type { Any, Binding, Host } from '../host.ts';
import { encodeName, pathArgument } from './fs/arguments.ts';

/** `internalBinding('fs_event_wrap')`: `FSEvent`, the watcher behind `fs.watch`. */
export function createFsEventWrapBinding(host: Host): Binding {
  class FSEvent extends host.HandleWrap {
    #stop: (() => void) | undefined;
    #queued: string[] = [];
    declare onchange: Any;

    constructor() {
      super('FSEVENTWRAP');
    }

    get initialized(): boolean {
      return this.#stop !== undefined && !this.isClosing;
    }

    /** 0 or a negative errno. Like inotify, it does not look into the directories below (`recursive`). */
    start(path: string | Uint8Array, persistent: boolean, _recursive: boolean, encoding: unknown): number {
      if (this.#stop) return 0;
      const watched = pathArgument(path);
      const itself = watched.replace(/\/+$/, '').split('/').pop() ?? '';
      try {
        this.#stop = host.files.watch(watched, (event, name = itself) => this.#queue(event, name, encoding));
      } catch (error) {
        return (error as { errno?: number }).errno ?? -2;
      }
      if (!persistent) this.unref();
      this.setActive(true);
      return 0;
    }

    override onClose(): void {
      this.#stop?.();
    }

    /** Events that nobody has read yet and that say the same as the last one are one, as in inotify's queue. */
    #queue(event: WatchEvent, name: string, encoding: unknown): void {
      const key = `${event} ${name}`;
      if (this.#queued.at(-1) === key) return;
      this.#queued.push(key);
      host.loop.post(() => {
        this.#queued.shift();
        // As libuv has it: what happens to contents and attributes is a change, all else is about names.
        const type = event === 'modify' || event === 'attrib' ? 'change' : 'rename';
        if (!this.isClosing) this.makeCallback('onchange', 0, type, encodeName(host, name, encoding));
      });
    }
  }

  return { FSEvent };
}
