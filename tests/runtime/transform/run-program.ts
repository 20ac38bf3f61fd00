/** Runs one program twice: in real Node with its own AsyncLocalStorage, and edited, in a realm with our tracking. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createContext, runInContext } from 'node:vm';
import { installContextTracking } from '../../../src/runtime/transform/context-tracking.ts';
import { instrumentSource } from '../../../src/runtime/transform/instrument-await.ts';

export interface Stores {
  getStore(): unknown;
  run<Result>(value: unknown, callback: () => Result): Result;
  enterWith(value: unknown): void;
}

/**
 * What a program, the body of an async function, logs. It has `als`, `log(…)` (which notes the store), `sleep()` (one
 * timer) and `note(…)` (without the store, for orders).
 */
export async function logOfNode(body: string): Promise<string[]> {
  const realm = createContext({ queueMicrotask });
  const als = new AsyncLocalStorage<unknown>();
  const main = runInContext(`(async () => {${body}\n})`, realm);
  return collect(main, realm, als, (callback) => setTimeout(callback));
}

export async function logOfOurs(body: string): Promise<string[]> {
  const realm = createContext({ queueMicrotask });
  const global = runInContext('globalThis', realm) as typeof globalThis;
  const tracking = installContextTracking(global);
  const main = runInContext(instrumentSource(`(async () => {${body}\n})`, 'script').code, realm);
  return collect(main, realm, trackedStores(tracking), (callback) => {
    const frame = tracking.current();
    setTimeout(() => tracking.runIn(frame, callback));
  });
}

async function collect(
  main: () => Promise<void>,
  realm: object,
  als: Stores,
  setTimer: (callback: () => void) => void,
): Promise<string[]> {
  const lines: string[] = [];
  let sleeping = 0;
  const { Promise: RealmPromise } = runInContext('globalThis', realm) as typeof globalThis;
  Object.assign(realm, {
    als,
    log: (...values: unknown[]) => void lines.push([...values, 'in', als.getStore()].map(String).join(' ')),
    note: (...values: unknown[]) => void lines.push(values.map(String).join(' ')),
    sleep() {
      sleeping += 1;
      return new RealmPromise<void>((done) =>
        setTimer(() => {
          sleeping -= 1;
          done();
        }),
      );
    },
  });
  await als.run('main', async () => {
    await main().catch((error: unknown) => lines.push(`rejected with ${error}`));
  });
  // A program may end before what it started.
  do await new Promise((done) => setImmediate(done));
  while (sleeping > 0);
  return lines;
}

function trackedStores(tracking: ReturnType<typeof installContextTracking>): Stores {
  const als: Stores = {
    getStore: () => (tracking.current() as Map<Stores, unknown> | undefined)?.get(als),
    enterWith(value) {
      tracking.set(new Map(tracking.current() as Map<Stores, unknown> | undefined).set(als, value));
    },
    run(value, callback) {
      const prior = als.getStore();
      if (Object.is(prior, value)) return callback();
      als.enterWith(value);
      try {
        return callback();
      } finally {
        als.enterWith(prior);
      }
    },
  };
  return als;
}
