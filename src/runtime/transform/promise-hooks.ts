/**
 * `async_hooks` for promises, which only V8 itself could tell of: where hooks are set, each suspension and each callback
 * that is registered counts as one resource of type `PROMISE`, made there and then, and what goes on after it runs in
 * that resource. It travels with the async context: while there are hooks, the frame of the realm is an accessor that
 * hands out frames with a resource, and takes them back.
 */
import type { KeptFrame } from './context-tracking.ts';

/** What Node's library gives to `setPromiseHooks`; each gets the object that stands for the promise. */
export interface PromiseHooks {
  init?(promise: object, parent?: object): void;
  before?(promise: object): void;
  after?(promise: object): void;
}

/** A frame together with the resource that goes on in it. */
class TrackedFrame {
  readonly frame: KeptFrame;
  readonly promise: object = Object.create(Promise.prototype);

  constructor(frame: KeptFrame) {
    this.frame = frame;
  }
}

/** The frame alone. */
export function plainFrame(frame: KeptFrame): KeptFrame {
  return frame instanceof TrackedFrame ? frame.frame : frame;
}

export interface HookedFrame {
  current(): KeptFrame;
  set(frame: KeptFrame): void;
  /** Nothing goes on any more. */
  end(): void;
}

/** Makes the current frame of `runtime` tell `hooks` when it is kept and when it is put back. */
export function defineHookedFrame(
  runtime: { f: KeptFrame },
  initial: KeptFrame,
  hooks: PromiseHooks,
): HookedFrame {
  let current = initial;
  let running: TrackedFrame | undefined;
  const end = () => {
    if (!running) return;
    const { promise } = running;
    running = undefined;
    hooks.after?.(promise);
  };
  Object.defineProperty(runtime, 'f', {
    configurable: true,
    enumerable: true,
    get() {
      const tracked = new TrackedFrame(current);
      hooks.init?.(tracked.promise);
      return tracked;
    },
    set(frame: KeptFrame) {
      end();
      current = plainFrame(frame);
      if (!(frame instanceof TrackedFrame)) return;
      running = frame;
      hooks.before?.(frame.promise);
    },
  });
  return {
    current: () => current,
    set(frame) {
      current = frame;
    },
    end,
  };
}
