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
  const realm = createContext({});
  return collect(
    body,
    realm,
    new AsyncLocalStorage<unknown>(),
    () => new Promise<void>((done) => setTimeout(done)),
  );
}

export async function logOfOurs(body: string): Promise<string[]> {
  const realm = createContext({ queueMicrotask });
  const global = runInContext('globalThis', realm) as typeof globalThis;
  const tracking = installContextTracking(global);
  const als = trackedStores(tracking);
  const RealmPromise = global.Promise;
  const sleep = () => {
    const frame = tracking.current();
    return new RealmPromise<void>((done) => setTimeout(() => tracking.runIn(frame, () => done())));
  };
  return collect(instrumentSource(`(async () => {${body}\n})`, 'script').code, realm, als, sleep, true);
}

async function collect(
  body: string,
  realm: object,
  als: Stores,
  sleep: () => Promise<void>,
  whole = false,
): Promise<string[]> {
  const lines: string[] = [];
  const log = (...values: unknown[]) =>
    void lines.push([...values, 'in', als.getStore()].map(String).join(' '));
  const note = (...values: unknown[]) => void lines.push(values.map(String).join(' '));
  Object.assign(realm, {
    als,
    log,
    note,
    sleep,
    queueMicrotask: (realm as typeof globalThis).queueMicrotask ?? queueMicrotask,
  });
  const main = runInContext(whole ? body : `(async () => {${body}\n})`, realm) as () => Promise<void>;
  await als.run('main', async () => {
    await main().catch((error: unknown) => lines.push(`rejected with ${error}`));
  });
  for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setTimeout(done));
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
