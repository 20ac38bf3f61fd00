import { Progress } from '../../src/progress/progress.ts';
import type { RecordStorage } from '../../src/progress/storage.ts';

/** A page whose record lies in a storage that opens at once. */
export const onStorage = (storage: RecordStorage): Progress => new Progress({ open: async () => storage });

/** A storage that fails as it is told to. */
export function fragile(storage: RecordStorage) {
  let failure: Error | undefined;
  const failing = new Proxy(storage, {
    get(target, name, receiver) {
      if (failure && name !== 'close') return () => Promise.reject(failure);
      return Reflect.get(target, name, receiver);
    },
  });
  return {
    storage: failing,
    fail(with_: Error | undefined) {
      failure = with_;
    },
  };
}
