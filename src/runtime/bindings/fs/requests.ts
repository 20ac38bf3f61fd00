import type { Any, Host } from '../../host.ts';
import { promiseMakerOf } from '../../transform/promise-makers.ts';
import { visibleError } from './native-error.ts';

/** A call whose arguments have been read: does the work and gives the result. */
export type Work<T = Any> = () => T;

/** How the requests of one process run. */
export interface Requests {
  readonly FSReqCallback: new (bigint?: boolean) => Any;
  readonly kUsePromises: symbol;
  /**
   * Runs a call in the way its `req` argument asks for: at once, throwing (`undefined`); in a later task, with
   * `req.oncomplete(error, result)`; or in a later task as a promise (`kUsePromises`). A result of `undefined` is not
   * passed on, so that callbacks get one argument. `present` gives the result its outer form.
   */
  run<T>(req: Any, work: Work<T>, caller: Any, present?: (value: T, isSync: boolean) => Any): Any;
}

export function createRequests(host: Host): Requests {
  const kUsePromises = Symbol('fs_use_promises_symbol');

  class FSReqCallback extends host.AsyncWrap {
    constructor(_bigint?: boolean) {
      super('FSREQCALLBACK');
    }
  }

  /** Does the work in a task of its own, or as the process ends; the process stays alive until then. */
  function later<T>(
    work: Work<T>,
    present: (value: T) => Any,
    settle: (error: unknown, value: Any) => void,
  ): void {
    let value: Any;
    let failure: { readonly error: unknown } | undefined;
    host.loop.ref();
    host.loop.postWork(
      () => {
        try {
          value = present(work());
        } catch (error) {
          failure = { error };
        }
      },
      () => {
        host.loop.unref();
        if (failure) settle(visibleError(failure.error), undefined);
        else settle(undefined, value);
      },
    );
  }

  function run<T>(
    req: Any,
    work: Work<T>,
    caller: Any,
    present = (value: T, _isSync: boolean): Any => value,
  ): Any {
    if (req === undefined) {
      try {
        return present(work(), true);
      } catch (error) {
        throw visibleError(error, caller);
      }
    }
    const presentLater = (value: T) => present(value, false);
    if (req !== kUsePromises) {
      later(work, presentLater, (error, value) => {
        if (error !== undefined) req.makeCallback('oncomplete', error);
        else if (value === undefined) req.makeCallback('oncomplete', null);
        else req.makeCallback('oncomplete', null, value);
      });
      return undefined;
    }
    const wrap = new host.AsyncWrap('FSREQPROMISE');
    const PromiseMaker = promiseMakerOf(host.global);
    return new PromiseMaker((resolve, reject) => {
      later(work, presentLater, (error, value) => {
        wrap.makeCallback(() => (error === undefined ? resolve(value) : reject(error)));
      });
    });
  }

  return { FSReqCallback, kUsePromises, run };
}
