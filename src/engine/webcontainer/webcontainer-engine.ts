import type { WebContainer } from '@webcontainer/api';
import type { FileTree } from '../../files/file-tree.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type {
  Capability,
  Engine,
  EngineEvents,
  EngineOptions,
  EngineProcess,
  EngineShell,
  RequestOptions,
  ShellSize,
  SpawnOptions,
} from '../engine.ts';
import { EngineFiles, engineBase } from '../engine-files.ts';
import { EngineError } from '../errors.ts';
import { EventHub } from '../event-hub.ts';
import { wantedPackages } from '../wanted-packages.ts';
import { agentFile, startAgent } from './agent-file.ts';
import { appFolder, ContainerFiles, treeFromPackages } from './container-files.ts';
import { BootedContainer, type BootLimits, bootLimits, outOfMemory } from './container-frame.ts';
import { ContainerProcess } from './container-process.ts';
import { ContainerRequests } from './container-requests.ts';
import { openContainerShell } from './container-shell.ts';
import { type BeatLimits, beatLimits, type GuestChannel } from './guest-channel.ts';
import { PortBook } from './port-book.ts';
import type { FromGuest } from './protocol.ts';

export interface WebContainerEngineOptions extends EngineOptions {
  /** Where the engines' packed files are; `_engine/` of the site unless given. */
  readonly base?: URL;
  readonly limits?: Partial<BootLimits & { readonly beat: BeatLimits }>;
}

/** Which `Signal`s and ends there are is the container's to say. */
type Status = Extract<FromGuest, { type: 'exit' }>;

/**
 * The whole of Node in a container that StackBlitz serves (https://webcontainers.io), through its unmodified client.
 *
 * What a container does not offer is done by a small program of this engine's in it (`guest/agent.ts`): it keeps stdout
 * and stderr apart, passes signals on, and sends requests. Some capabilities are tried out when it starts, because they
 * differ from one release of the service to the next.
 */
export class WebContainerEngine implements Engine {
  readonly kind = 'webcontainer';
  readonly capabilities: ReadonlySet<Capability>;
  readonly #booted: BootedContainer;
  readonly #container: WebContainer;
  readonly #files: ContainerFiles;
  readonly #guest: GuestChannel;
  readonly #requests: ContainerRequests;
  readonly #ports: PortBook;
  readonly #events = new EventHub<EngineEvents>();
  readonly #processes = new Map<number, ContainerProcess>();
  readonly #starting = new Map<number, PromiseWithResolvers<ContainerProcess>>();
  readonly #stop = new AbortController();
  #lastKey = 0;

  private constructor(
    booted: BootedContainer,
    guest: GuestChannel,
    hello: Extract<FromGuest, { type: 'hello' }>,
  ) {
    this.#booted = booted;
    this.#container = booted.container;
    this.#files = new ContainerFiles(booted.container);
    this.#guest = guest;
    this.#requests = new ContainerRequests((message) => guest.send(message));
    this.#ports = new PortBook((port, state, pid) => {
      this.#events.emit('port', port, state, pid);
      if (state === 'open') this.#events.emit('server-ready', port, pid);
    });
    this.capabilities = new Set(capabilitiesOf(hello));
    guest.onMessage = (message) => this.#receive(message);
    guest.onEnd = (error) => this.#fail(error);
    booted.container.on('port', (port, state) => this.#ports.changed(port, state));
    booted.container.on('error', ({ message }) => this.#fail(internalError(message)));
  }

  static async boot(options: WebContainerEngineOptions = {}): Promise<WebContainerEngine> {
    const packages = wantedPackages(options.packages);
    const { beat = beatLimits, ...limits } = { ...bootLimits, ...options.limits };
    const { signal } = options;
    options.onStage?.('download');
    const from = new EngineFiles(options.base ?? engineBase(), signal);
    const manifest = await from.manifest();
    const fetching = from.packages(manifest, packages);
    fetching.catch(() => {});
    const booted = await BootedContainer.boot(from.url(manifest.container), 'learner', limits, signal);
    options.onStage?.('start');
    try {
      await booted.container.mount({
        ...treeFromPackages(await fetching),
        ...agentFile(booted.agent),
        [appFolder]: { directory: {} },
      });
      const guest = await startAgent(booted.container, beat, limits.build, signal);
      const engine = new WebContainerEngine(booted, guest, await guest.hello);
      options.onStage?.('ready');
      return engine;
    } catch (error) {
      booted.close();
      throw error instanceof EngineError || signal?.aborted ? error : internalError(String(error));
    }
  }

  mount(tree: FileTree): Promise<void> {
    return this.#call(() => this.#files.mount(tree));
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.#call(() => this.#files.readFile(path));
  }

  writeFile(path: string, data: string | Uint8Array): Promise<void> {
    return this.#call(() => this.#files.writeFile(path, data));
  }

  rm(path: string): Promise<void> {
    return this.#call(() => this.#files.rm(path));
  }

  list(path?: string): Promise<string[]> {
    return this.#call(() => this.#files.list(path));
  }

  spawn(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<EngineProcess> {
    const { env = {}, cwd = '.' } = options;
    return this.#call(async () => {
      const key = ++this.#lastKey;
      const started = Promise.withResolvers<ContainerProcess>();
      this.#starting.set(key, started);
      const pid = started.promise.then(
        (process) => process.pid,
        () => undefined,
      );
      const strike = this.#ports.add(env, pid);
      this.#guest.send({ type: 'spawn', key, command, args, env, cwd });
      try {
        const process = await started.promise;
        this.#events.emit('spawn', process.pid, command, args);
        void process.exit.then((status) => {
          strike();
          this.#events.emit('exit', process.pid, status);
        });
        return process;
      } catch (error) {
        strike();
        throw error;
      } finally {
        this.#starting.delete(key);
      }
    });
  }

  openShell(size: ShellSize): Promise<EngineShell> {
    return this.#call(() => openContainerShell(this.#container, size));
  }

  request(port: number, request: HttpRequest, options: RequestOptions = {}): Promise<HttpResponse> {
    return this.#call(() => this.#requests.request(port, request, { ...options, stop: this.#stop.signal }));
  }

  on<K extends keyof EngineEvents>(event: K, listener: EngineEvents[K]): () => void {
    return this.#events.on(event, listener);
  }

  async teardown(): Promise<void> {
    this.#end(
      new EngineError('ERR_ENGINE_STOPPED', 'The sandbox was stopped.', { hint: 'Start a new one.' }),
    );
  }

  /** A call that also ends when the engine does: what a frame that is gone was asked, nobody answers. */
  #call<T>(act: () => Promise<T>): Promise<T> {
    const { signal } = this.#stop;
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(signal.reason);
      signal.addEventListener('abort', ended);
      act()
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', ended));
    });
  }

  #receive(message: FromGuest): void {
    switch (message.type) {
      case 'spawned': {
        const process = new ContainerProcess(message.pid, (each) => this.#guest.send(each));
        this.#processes.set(message.pid, process);
        this.#starting.get(message.key)?.resolve(process);
        break;
      }
      case 'not-spawned':
        this.#starting.get(message.key)?.reject(notSpawned(message));
        break;
      case 'output':
        this.#processes.get(message.pid)?.addOutput(message.stream, message.data, message.at);
        break;
      case 'exit':
        this.#processes.get(message.pid)?.end(statusOf(message));
        this.#processes.delete(message.pid);
        break;
      case 'head':
      case 'data':
      case 'end':
      case 'failed':
        this.#requests.receive(message);
    }
  }

  #fail(error: EngineError): void {
    if (this.#stop.signal.aborted) return;
    this.#end(error);
    this.#events.emit('error', error);
  }

  #end(reason: EngineError): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort(reason);
    for (const { reject } of this.#starting.values()) reject(reason);
    for (const process of this.#processes.values()) process.end({ code: null, signal: 'SIGKILL' });
    this.#processes.clear();
    this.#guest.close();
    this.#booted.close();
  }
}

function capabilitiesOf(hello: Extract<FromGuest, { type: 'hello' }>): Capability[] {
  return [
    'separate-stderr',
    'signals',
    'incomplete-responses',
    'client-abort',
    'worker-threads',
    'install',
    ...(hello.keepsContext ? (['async-context'] as const) : []),
    ...(hello.node.startsWith('24.') ? (['node-24'] as const) : []),
  ];
}

function statusOf({ code, signal }: Status): { code: number | null; signal: never } {
  return { code, signal: signal as never };
}

function notSpawned({ missing, message }: Extract<FromGuest, { type: 'not-spawned' }>): EngineError {
  if (missing === 'folder') return new EngineError('ERR_ENGINE_NO_FILE', message);
  if (missing === 'command') {
    return new EngineError('ERR_ENGINE_NO_COMMAND', `There is no such program in this sandbox: ${message}.`, {
      hint: 'Start a file with `node`, as in `node server.mjs`.',
    });
  }
  return new EngineError('ERR_ENGINE_CRASHED', `The program could not be started: ${message}.`);
}

function internalError(message: string): EngineError {
  return outOfMemory.test(message)
    ? new EngineError('ERR_ENGINE_OUT_OF_MEMORY', 'The container had no memory left.')
    : new EngineError('ERR_ENGINE_CRASHED', `The container failed: ${message}`);
}
