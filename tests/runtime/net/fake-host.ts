/** A host with a plain queue for a loop: enough for bindings that need no Node library. */
import internalBuffer from 'node:buffer';
import type { Any, Binding, Host } from '../../../src/runtime/host.ts';
import type { NetworkDevice } from '../../../src/runtime/net/network-device.ts';

export interface FakeHost extends Host {
  /** Things that keep the process alive now. */
  readonly references: () => number;
  readonly uncaughtErrors: unknown[];
  /** What was written to stdout and stderr, as text. */
  readonly written: string[];
  readonly sendStdin: (chunk: Uint8Array | null) => void;
}

interface FakeHostParts {
  readonly network?: NetworkDevice;
  readonly bindings?: (host: Host, name: string) => Binding;
}

export function createFakeHost(parts: FakeHostParts = {}): FakeHost {
  let references = 0;
  let stdin: ((chunk: Uint8Array | null) => void) | undefined;
  const uncaughtErrors: unknown[] = [];
  const written: string[] = [];
  const loaded = new Map<string, Binding>();
  const guard = (task: () => Any): Any => {
    try {
      return task();
    } catch (error) {
      uncaughtErrors.push(error);
    }
  };
  const loop = {
    post: (task: () => void) => void setImmediate(() => guard(task)),
    postWork: (work: () => void, done: () => void) =>
      void setImmediate(() => {
        work();
        guard(done);
      }),
    ref: () => void references++,
    unref: () => void references--,
    now: () => Math.floor(performance.now()),
  };

  class AsyncWrap {
    getAsyncId = () => 1;
    getProviderType = () => 1;
    asyncReset() {}
    adoptCause() {}
    makeCallback(this: Any, callback: Any, ...args: Any[]) {
      const target = typeof callback === 'function' ? callback : this[callback];
      return target.apply(this, args);
    }
  }

  class HandleWrap extends AsyncWrap {
    #active = false;
    #referenced = true;
    isClosing = false;
    #count = 0;
    #update() {
      const count = this.#active && this.#referenced ? 1 : 0;
      references += count - this.#count;
      this.#count = count;
    }
    ref() {
      this.#referenced = true;
      this.#update();
    }
    unref() {
      this.#referenced = false;
      this.#update();
    }
    hasRef = () => this.#referenced && !this.isClosing;
    setActive(active: boolean) {
      this.#active = active;
      this.#update();
    }
    close(callback?: () => void) {
      if (this.isClosing) return;
      this.isClosing = true;
      this.setActive(false);
      this.onClose();
      loop.post(() => callback && this.makeCallback(callback));
    }
    onClose() {}
  }

  const host: FakeHost = {
    global: globalThis,
    pid: 1,
    ppid: 0,
    env: {},
    files: { exists: () => false, kindOf: () => 1 } as never,
    fileCode: () => undefined,
    isPlain: () => false,
    loop,
    network: parts.network ?? ({} as never),
    AsyncWrap: AsyncWrap as never,
    HandleWrap: HandleWrap as never,
    process: {},
    cause: () => undefined,
    spawnAndWait: () => -2,
    builtin: (id: string) => {
      if (id === 'internal/buffer') return { FastBuffer };
      if (id === 'buffer') return internalBuffer;
      if (id === 'internal/options') return { getOptionValue: () => 16384 };
      throw new Error(`\`${id}\` is not in the test's library`);
    },
    binding: (name: string) => {
      const known = loaded.get(name) ?? parts.bindings?.(host, name);
      if (!known) throw new Error(`\`${name}\` is not in the test's bindings`);
      loaded.set(name, known);
      return known;
    },
    write: (fd: 1 | 2, bytes: Uint8Array) => void written.push(`${fd}:${Buffer.from(bytes).toString()}`),
    onStdin: (listener: (chunk: Uint8Array | null) => void) => {
      stdin = listener;
    },
    spawn: () => {
      throw new Error('`spawn` is not in the test');
    },
    threads: noThreads,
    perContext: {},
    exit: () => {
      throw new Error('exit');
    },
    uncaught: (error: unknown) => void uncaughtErrors.push(error),
    references: () => references,
    uncaughtErrors,
    written,
    sendStdin: (chunk: Uint8Array | null) => stdin?.(chunk),
  };
  return host;
}

const noThreads: FakeHost['threads'] = {
  self: undefined,
  parentPort: undefined,
  newWire: () => '1.1',
  send() {},
  listen() {},
  start: () => {
    throw new Error('`threads` are not in the test');
  },
};

/** Node's own buffer class: constructible over an `ArrayBuffer`, as `FastBuffer` of its library. */
const FastBuffer = Object.getPrototypeOf(Buffer.alloc(0)).constructor === Buffer ? bufferOver : Buffer;
function bufferOver(data: ArrayBuffer | number, offset?: number, length?: number): Buffer {
  return typeof data === 'number' ? Buffer.alloc(data) : Buffer.from(data, offset, length);
}
