/** A host for bindings that need a loop and the library, but no network and no files; real Node lends its library. */
import { createRequire } from 'node:module';
import type { Any, Binding, Host } from '../../../src/runtime/host.ts';

const require = createRequire(import.meta.url);

/** Real Node's binding of that name, as far as it gives it to programs. */
export function nodeBinding(name: string): Binding {
  return (process as Any).binding(name);
}

export interface PlainHost extends Host {
  /** References that keep the process alive. */
  readonly references: { count: number };
}

export function createPlainHost(
  bindings: Record<string, Binding> = {},
  global: object = globalThis,
): PlainHost {
  const references = { count: 0 };
  class AsyncWrap {
    makeCallback(this: Any, callback: Any, ...args: Any[]): Any {
      const fn = typeof callback === 'function' ? callback : this[callback];
      return fn.apply(this, args);
    }
  }
  return {
    global,
    pid: 1,
    env: {},
    references,
    AsyncWrap,
    loop: {
      ref: () => void references.count++,
      unref: () => void references.count--,
      post: (task: () => void) => void setImmediate(task),
      now: () => 0,
    },
    binding: (name: string) => bindings[name],
    builtin: (id: string) => {
      // The one internal module that bindings load; outside the engine its work is small.
      if (id === 'internal/util') {
        return {
          lazyDOMException: (message: string, { name }: { name: string }) => new DOMException(message, name),
        };
      }
      return require(`node:${id}`);
    },
  } as unknown as PlainHost;
}

/** What the function returns, or the name, code and message of what it throws. */
export function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    return { name, code, message };
  }
}
