import type { Any, Binding, Host } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** `internalBinding('worker')`: a process has one thread. */
export function createWorkerBinding(host: Host): Binding {
  class Worker extends host.HandleWrap {
    constructor() {
      super('WORKER');
      unavailable(
        'worker_threads.Worker',
        'a process is one thread here; use `child_process.fork` for a second one',
      );
    }
  }

  const values: Any = {
    Worker,
    getEnvMessagePort: () => undefined,
    isMainThread: true,
    isInternalThread: false,
    ownsProcessState: true,
    threadId: 0,
    threadName: '',
    resourceLimits: new Float64Array(4),
    kMaxYoungGenerationSizeMb: 0,
    kMaxOldGenerationSizeMb: 1,
    kCodeRangeSizeMb: 2,
    kStackSizeMb: 3,
    kTotalResourceLimitCount: 4,
  };
  return values;
}
