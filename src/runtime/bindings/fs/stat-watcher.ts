import type { FileStats } from '../../fs/file-system.ts';
import type { Any, Host } from '../../host.ts';
import { pathArgument } from './arguments.ts';
import { fillStats, STATS_FIELDS, type StatsArray } from './stat-arrays.ts';

// Taken before Node's library puts its own timers in their place.
const { setTimeout, clearTimeout } = globalThis;

const UV_ENOENT = -2;

/** `StatWatcher`, the poll behind `fs.watchFile`: it compares what `stat` says, once per interval. */
export function createStatWatcherClass(
  host: Host,
  shared: { readonly statValues: Float64Array; readonly bigintStatValues: BigInt64Array },
): new (
  bigint?: boolean,
) => Any {
  return class StatWatcher extends host.HandleWrap {
    readonly #values: StatsArray;
    #previous: FileStats | undefined;
    #timer: ReturnType<typeof setTimeout> | undefined;
    declare onchange: Any;

    constructor(bigint = false) {
      super('STATWATCHER');
      this.#values = bigint ? shared.bigintStatValues : shared.statValues;
    }

    start(path: string | Uint8Array, interval: number): undefined {
      const name = pathArgument(path);
      this.#previous = this.#look(name);
      this.setActive(true);
      // A missing file is told of at once, so that the listener hears when there is nothing to watch yet.
      if (!this.#previous) host.loop.post(() => this.#tell(UV_ENOENT, undefined, undefined));
      this.#schedule(name, interval);
    }

    override onClose(): void {
      clearTimeout(this.#timer);
    }

    #schedule(path: string, interval: number): void {
      this.#timer = setTimeout(() => {
        host.loop.post(() => {
          if (this.isClosing) return;
          this.#schedule(path, interval);
          const before = this.#previous;
          const now = this.#look(path);
          this.#previous = now;
          if (!isSame(before, now)) this.#tell(now ? 0 : UV_ENOENT, now, before);
        });
      }, interval);
    }

    #look(path: string): FileStats | undefined {
      try {
        return host.files.statIfExists(path);
      } catch {
        return undefined;
      }
    }

    #tell(status: number, now: FileStats | undefined, before: FileStats | undefined): void {
      if (this.isClosing) return;
      fillStats(this.#values, now);
      fillStats(this.#values, before, STATS_FIELDS);
      this.makeCallback('onchange', status, this.#values);
    }
  };
}

/** Whether nothing changed that `uv_fs_poll` looks at; the time of the last read is not among that. */
function isSame(before: FileStats | undefined, now: FileStats | undefined): boolean {
  if (!before || !now) return before === now;
  const keys = ['ctime', 'mtime', 'birthtime', 'size', 'mode', 'uid', 'gid', 'ino', 'dev'] as const;
  return keys.every((key) => before[key] === now[key]);
}
