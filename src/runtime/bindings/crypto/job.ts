/**
 * Jobs of the crypto binding: work that the library runs at once, in the background, or for a promise.
 *
 * There is no second thread here: background work runs in a task of its own and holds the process up meanwhile.
 */
import type { Any, AsyncWrap, Host } from '../../host.ts';
import { promiseMakerOf } from '../../transform/promise-makers.ts';

/** Node's numbers of how a job runs. */
export const jobMode = { async: 0, sync: 1, webCrypto: 2 } as const;

type JobClass = new (mode: number, ...parameters: Any[]) => AsyncWrap & { run(): Any };

/**
 * The class of one kind of job.
 * @param prepare checks the parameters (what it throws, the constructor throws) and returns the work
 */
export function createJobClass(
  host: Host,
  provider: string,
  prepare: (mode: number, ...parameters: Any[]) => () => unknown,
): JobClass {
  return class Job extends host.AsyncWrap {
    readonly #mode: number;
    readonly #work: () => unknown;

    constructor(mode: number, ...parameters: Any[]) {
      super(provider);
      this.#mode = mode;
      this.#work = prepare(mode, ...parameters);
    }

    /** `[error, result]` at once; nothing, and a call of `ondone(error, result)` later; or a promise. */
    run(): Any {
      if (this.#mode === jobMode.sync) return this.#attempt();
      if (this.#mode === jobMode.async) {
        this.#later(() => this.makeCallback('ondone', ...this.#attempt()));
        return undefined;
      }
      const { promise, resolve, reject } = promiseMakerOf(host.global).withResolvers();
      this.#later(() => {
        const [error, result] = this.#attempt();
        if (error === undefined) this.makeCallback(resolve, result);
        else this.makeCallback(reject, this.#operationError(error));
      });
      return promise;
    }

    #attempt(): [error: unknown, result: unknown] {
      try {
        return [undefined, this.#work()];
      } catch (error) {
        return [error, undefined];
      }
    }

    #later(task: () => void): void {
      host.loop.ref();
      host.loop.post(() => {
        host.loop.unref();
        task();
      });
    }

    #operationError(cause: unknown): unknown {
      const { lazyDOMException } = host.builtin('internal/util');
      return lazyDOMException('The operation failed for an operation-specific reason', {
        name: 'OperationError',
        cause,
      });
    }
  };
}
