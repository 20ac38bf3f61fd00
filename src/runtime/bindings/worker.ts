import type { Any, Binding, Host } from '../host.ts';
import { detachPort, portWiresOf } from './messaging.ts';

const RESOURCE_LIMITS = 4;

function isOption(host: Host, word: string): boolean {
  // Beside V8's own, these are of the whole process and of no thread.
  const ofTheProcess = new Set(['--title', '--security-revert', '--v8-options', '--stack-trace-limit']);
  const [name = ''] = word.split('=');
  if (ofTheProcess.has(name)) return false;
  const binding = host.binding('options') as Any;
  const { options, aliases } = binding.getCLIOptionsInfo();
  return [name, name.replace(/^--no-/, '--')].some(
    (each) =>
      (options.has(each) && options.get(each).type !== binding.types.kV8Option) ||
      aliases.has(each) ||
      aliases.has(`${each} <arg>`),
  );
}

/** `internalBinding('worker')`: a thread is a worker of its own, started by the kernel. */
export function createWorkerBinding(host: Host): Binding {
  const { self } = host.threads;
  let threads = 0;

  class Worker extends host.HandleWrap {
    readonly messagePort: Any;
    readonly threadId: number;
    readonly threadName: string;
    /** The library refuses to go on with these. */
    declare readonly invalidExecArgv?: readonly string[];
    declare onexit: Any;
    readonly #env: Readonly<Record<string, string>>;
    readonly #execArgv: readonly string[];
    readonly #resourceLimits: readonly number[];
    readonly #far: Any;
    #running: { terminate(): void } | undefined;

    constructor(
      _url: unknown,
      env: Record<string, string> | null,
      execArgv: readonly string[] | undefined,
      resourceLimits: ArrayLike<number> | undefined,
      _trackUnmanagedFds: boolean,
      _isInternal: boolean,
      name: string,
    ) {
      super('WORKER');
      // Names of threads are unique in a process: below one, there are the threads that it starts.
      this.threadId = (self?.threadId ?? 0) * 1000 + ++threads;
      this.threadName = name;
      this.#env = { ...(env ?? host.env) };
      this.#execArgv = execArgv ?? host.process.execArgv;
      const unknown = execArgv?.filter((word) => word.startsWith('-') && !isOption(host, word)) ?? [];
      if (unknown.length > 0) this.invalidExecArgv = unknown;
      this.#resourceLimits = Array.from(resourceLimits ?? new Float64Array(RESOURCE_LIMITS));
      const { MessageChannel } = host.binding('messaging');
      const { port1, port2 } = new MessageChannel();
      this.messagePort = port1;
      this.#far = port2;
    }

    startThread(): void {
      const state = host.binding('messaging')[detachPort as unknown as string](this.#far);
      this.setActive(true);
      this.#running = host.threads.start(
        {
          threadId: this.threadId,
          name: this.threadName,
          env: this.#env,
          execArgv: this.#execArgv,
          resourceLimits: this.#resourceLimits,
          port: portWiresOf(host).depart(state),
        },
        (code) => {
          host.loop.post(() => {
            this.#running = undefined;
            this.setActive(false);
            this.makeCallback('onexit', code, null, null);
          });
        },
      );
    }

    stopThread(): void {
      this.#running?.terminate();
    }

    getResourceLimits(): Float64Array {
      return new Float64Array(this.#resourceLimits);
    }

    loopStartTime(): number {
      return 0;
    }

    loopIdleTime(): number {
      return 0;
    }
  }

  let parentPort: Any;
  const values: Any = {
    Worker,
    getEnvMessagePort: () => {
      const moved = host.threads.parentPort;
      return moved && (parentPort ??= portWiresOf(host).arrive(moved));
    },
    isMainThread: self === undefined,
    isInternalThread: false,
    ownsProcessState: self === undefined,
    threadId: self?.threadId ?? 0,
    threadName: self?.name ?? '',
    resourceLimits: Float64Array.from(self?.resourceLimits ?? [0, 0, 0, 0]),
    kMaxYoungGenerationSizeMb: 0,
    kMaxOldGenerationSizeMb: 1,
    kCodeRangeSizeMb: 2,
    kStackSizeMb: 3,
    kTotalResourceLimitCount: RESOURCE_LIMITS,
  };
  return values;
}
