import { type AsyncHooksState, HOOK_FIELDS } from './async-hooks-state.ts';
import { withCause } from './causes.ts';
import type { WorkerLoop } from './event-loop.ts';
import type { Any, AsyncWrap, HandleWrap } from './host.ts';

/** The one variable that `AsyncLocalStorage` lives in: V8's continuation-preserved embedder data. */
export interface ContextFrames {
  current(): unknown;
  set(frame: unknown): void;
}

const UV_EINVAL = -22;

/** What `process.getActiveResourcesInfo()` calls a handle, by its provider. */
const RESOURCE_NAMES: Readonly<Record<string, string>> = {
  FSEVENTWRAP: 'FSEvent',
  MESSAGEPORT: 'MessagePort',
  PIPESERVERWRAP: 'PipeWrap',
  PIPEWRAP: 'PipeWrap',
  PROCESSWRAP: 'Process',
  SIGNALWRAP: 'SignalWrap',
  STATWATCHER: 'StatWatcher',
  TCPSERVERWRAP: 'TCPServerWrap',
  TCPWRAP: 'TCPSocketWrap',
  TTYWRAP: 'TTY',
  UDPWRAP: 'UDPWrap',
  WORKER: 'Worker',
};

/** The two base classes of binding objects, bound to the state of one process. */
export function createWrapClasses(
  state: AsyncHooksState,
  frames: ContextFrames,
  loop: WorkerLoop,
  providers: Readonly<Record<string, number>>,
) {
  class AsyncWrapClass implements AsyncWrap {
    #asyncId = 0;
    #triggerAsyncId = 0;
    #frame: unknown;
    readonly #provider: string;

    constructor(provider: string) {
      this.#provider = provider;
      this.asyncReset();
    }

    getAsyncId(): number {
      return this.#asyncId;
    }

    getTriggerAsyncId(): number {
      return this.#triggerAsyncId;
    }

    /** The name of the class in Node's C++. */
    get resourceName(): string {
      return RESOURCE_NAMES[this.#provider] ?? this.#provider;
    }

    getProviderType(): number {
      return providers[this.#provider] ?? 0;
    }

    asyncReset(resource: object = this): void {
      this.#asyncId = state.newAsyncId();
      this.#triggerAsyncId = state.defaultTriggerAsyncId();
      this.#frame = frames.current();
      if (state.hookFields[HOOK_FIELDS.kInit]! > 0) {
        state.hooks?.init(this.#asyncId, this.#provider, this.#triggerAsyncId, resource);
      }
    }

    adoptCause(cause: number | undefined): void {
      this.#frame = withCause(this.#frame, cause);
    }

    makeCallback(callback: Any, ...args: Any[]): Any {
      const fn = typeof callback === 'function' ? callback : (this as Any)[callback];
      if (typeof fn !== 'function') return undefined;
      const prior = frames.current();
      frames.set(this.#frame);
      state.push(this.#asyncId, this.#triggerAsyncId);
      let result: Any;
      // Not in a `finally`: an exception leaves the ids in place, for `uncaughtException` runs in this context.
      if (state.trampoline) result = state.trampoline.call(this as Any, this.#asyncId, this, fn, ...args);
      else result = fn.apply(this, args);
      state.pop(this.#asyncId);
      frames.set(prior);
      return result;
    }
  }

  /** Handles that are not closed, in the order in which they were made. */
  const handles = new Set<HandleWrapClass>();

  class HandleWrapClass extends AsyncWrapClass implements HandleWrap {
    #active = false;
    #refed = true;
    #closing = false;

    constructor(provider: string) {
      super(provider);
      // Ports are dropped without being closed: only what uses them keeps them.
      if (provider !== 'MESSAGEPORT') handles.add(this);
    }

    get isClosing(): boolean {
      return this.#closing;
    }

    ref(): void {
      if (this.#refed || this.#closing) return;
      this.#refed = true;
      if (this.#active) loop.ref();
    }

    unref(): void {
      if (!this.#refed || this.#closing) return;
      this.#refed = false;
      if (this.#active) loop.unref();
    }

    hasRef(): boolean {
      return this.#refed && !this.#closing;
    }

    /** As {@link hasRef}, while it closes too. */
    get isReferenced(): boolean {
      return this.#refed;
    }

    setActive(active: boolean): void {
      if (active === this.#active || (active && this.#closing)) return;
      if (active) handles.add(this);
      this.#active = active;
      if (!this.#refed) return;
      if (active) loop.ref();
      else loop.unref();
    }

    close(callback?: () => void): number {
      if (this.#closing) return UV_EINVAL;
      this.setActive(false);
      this.#closing = true;
      this.onClose();
      loop.ref();
      loop.postClosing(() => {
        loop.unref();
        handles.delete(this);
        if (typeof callback === 'function') this.makeCallback(callback);
      });
      return 0;
    }

    onClose(): void {}
  }

  /** Those that could keep the process alive. */
  const activeHandles = (): HandleWrapClass[] => [...handles].filter((handle) => handle.isReferenced);

  return { AsyncWrap: AsyncWrapClass, HandleWrap: HandleWrapClass, activeHandles };
}
