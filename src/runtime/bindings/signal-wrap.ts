import type { Any, Binding, Host } from '../host.ts';

const SIGKILL = 9;
const SIGSTOP = 19;
const UV_EINVAL = -22;

/** Signals that the program has asked for, kept in step with the kernel. */
export interface SignalTable {
  /** Tells the kernel that a signal is handled, or no longer. */
  setHandled(signal: number, handled: boolean): void;
}

/** `internalBinding('signal_wrap')`, and the way by which a signal reaches its handlers. */
export function createSignalWrap(
  host: Host,
  table: SignalTable,
): { binding: Binding; deliver(signal: number): boolean } {
  const watchers = new Map<number, Set<SignalWrap>>();

  class SignalWrap extends host.HandleWrap {
    #signal = 0;
    declare onsignal: Any;

    constructor() {
      super('SIGNALWRAP');
    }

    start(signal: number): number {
      if (signal === SIGKILL || signal === SIGSTOP) return UV_EINVAL;
      this.stop();
      this.#signal = signal;
      const set = watchers.get(signal) ?? new Set();
      watchers.set(signal, set.add(this));
      if (set.size === 1) table.setHandled(signal, true);
      this.setActive(true);
      return 0;
    }

    stop(): number {
      const set = watchers.get(this.#signal);
      if (set?.delete(this) && set.size === 0) {
        watchers.delete(this.#signal);
        table.setHandled(this.#signal, false);
      }
      this.#signal = 0;
      this.setActive(false);
      return 0;
    }

    override onClose(): void {
      this.stop();
    }
  }

  return {
    binding: { Signal: SignalWrap },
    deliver(signal) {
      const set = watchers.get(signal);
      if (!set) return false;
      for (const watcher of [...set]) host.loop.post(() => watcher.makeCallback(watcher.onsignal, signal));
      return true;
    },
  };
}
