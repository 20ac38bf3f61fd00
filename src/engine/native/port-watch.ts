import type { ListeningPort, Network } from './network.ts';

/** How often is looked, in milliseconds: a program that starts is waited for, one that listens is not. */
const interval = { starting: 10, listening: 200 };
/** So many times as long as a look has taken is paused after it: on a busy machine the looks of ten engines must not fill it. */
const rest = 9;
/** No pause is longer, in milliseconds: one long look must not hold up a program's start. */
const longestPause = 300;

/**
 * Sees ports open and close from outside, by asking the system again and again while a program runs: a hook inside the
 * program would be seen by it.
 */
export class PortWatch {
  onOpen: (port: number, pid: number) => void = () => {};
  onClose: (port: number, pid: number) => void = () => {};
  readonly #network: Network;
  readonly #leaders: () => readonly number[];
  #open = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;
  #scanning: Promise<readonly ListeningPort[]> | undefined;
  #looking = false;
  #stopped = false;

  constructor(network: Network, leaders: () => readonly number[]) {
    this.#network = network;
    this.#leaders = leaders;
  }

  /** Watches until no program is left; looks soon where it watches already. */
  start(): void {
    if (this.#stopped || this.#looking) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), 0);
  }

  async #look(): Promise<void> {
    this.#looking = true;
    const begun = performance.now();
    await this.scan();
    this.#looking = false;
    const leaders = this.#leaders();
    const holders = new Set(this.#open.values());
    const usual = leaders.every((pid) => holders.has(pid)) ? interval.listening : interval.starting;
    const pause = Math.min(Math.max(usual, rest * (performance.now() - begun)), longestPause);
    this.#timer =
      this.#stopped || leaders.length === 0 ? undefined : setTimeout(() => void this.#look(), pause);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Looks now, tells what changed, and resolves to what is open. */
  async scan(): Promise<readonly ListeningPort[]> {
    // Two scans at once could tell the same change twice; one that began earlier may have looked too early.
    if (this.#scanning !== undefined) await this.#scanning;
    this.#scanning ??= this.#scanOnce().finally(() => {
      this.#scanning = undefined;
    });
    return this.#scanning;
  }

  async #scanOnce(): Promise<readonly ListeningPort[]> {
    const leaders = this.#leaders();
    const found = leaders.length === 0 ? [] : await this.#network.listening(leaders);
    const now = new Map(found.map(({ port, pid }) => [port, pid]));
    const before = this.#open;
    this.#open = now;
    for (const [port, pid] of before) if (now.get(port) !== pid) this.onClose(port, pid);
    for (const [port, pid] of now) if (before.get(port) !== pid) this.onOpen(port, pid);
    return found;
  }
}
