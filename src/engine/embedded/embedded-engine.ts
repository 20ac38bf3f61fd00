import { type FileTree, pathSegments } from '../../files/file-tree.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { Deadlines } from '../../runtime/net/deadlines.ts';
import { requestOverNetwork } from '../../runtime/net/http-client.ts';
import { createNetworkDevice } from '../../runtime/net/worker-network.ts';
import type {
  Capability,
  Engine,
  EngineEvents,
  EngineOptions,
  EngineProcess,
  RequestOptions,
  SpawnOptions,
} from '../engine.ts';
import { engineBase } from '../engine-files.ts';
import { EngineError } from '../errors.ts';
import { noShell } from '../no-shell.ts';
import { wantedPackages } from '../wanted-packages.ts';
import { EmbeddedProcess } from './embedded-process.ts';
import { loadEngineAssets } from './engine-assets.ts';
import { KernelConnection } from './kernel-connection.ts';
import { LateDownload } from './late-download.ts';
import { afterMicrotasks } from './microtask-delay.ts';

const CAPABILITIES: readonly Capability[] = [
  'async-context',
  'separate-stderr',
  'output-order',
  'signals',
  'incomplete-responses',
  'client-abort',
  'causes',
  'node-24',
];

const HOME = '/home/learner';
const WORKING_DIRECTORY = `${HOME}/app`;

type Listeners = { [K in keyof EngineEvents]: Set<EngineEvents[K]> };

/** The engine in the page: Node's library in workers of a sandboxed iframe. */
export class EmbeddedEngine implements Engine {
  readonly kind = 'embedded';
  /** Threads share memory where the page is isolated, as `public/_headers` makes it. */
  readonly capabilities: ReadonlySet<Capability> = new Set(
    crossOriginIsolated ? [...CAPABILITIES, 'worker-threads'] : CAPABILITIES,
  );
  readonly #kernel: KernelConnection;
  readonly #late: LateDownload;
  readonly #stop = new AbortController();
  readonly #deadlines = new Deadlines();
  readonly #network: ReturnType<typeof createNetworkDevice>;
  readonly #processes = new Map<number, EmbeddedProcess>();
  readonly #listeners: Listeners = {
    'server-ready': new Set(),
    port: new Set(),
    spawn: new Set(),
    exit: new Set(),
    error: new Set(),
  };

  private constructor(kernel: KernelConnection, late: LateDownload) {
    this.#kernel = kernel;
    this.#late = late;
    this.#network = createNetworkDevice(
      kernel.networkSeed as never,
      (message: unknown, transfer?: Transferable[]) => kernel.sendNetwork(message, transfer),
      afterMicrotasks,
    );
    kernel.onNetwork = (message, ports) => this.#network.onMessage(message as never, ports);
    kernel.onLost = (reason) => {
      this.#endAll(reason);
      this.#emit('error', reason);
    };
    kernel.listen((event) => {
      switch (event.event) {
        case 'output':
          this.#process(event.pid).addOutput(event.pieces);
          break;
        case 'spawn':
          this.#process(event.pid);
          this.#emit('spawn', event.pid, event.command, event.args);
          break;
        case 'exit':
          this.#process(event.pid).end(event.status);
          this.#emit('exit', event.pid, event.status);
          break;
        case 'port':
          this.#emit('port', event.port, event.state, event.pid);
          if (event.state === 'open') this.#emit('server-ready', event.port, event.pid);
          break;
      }
    });
  }

  /** Downloads and starts the engine; `options.base` is where its files are, by default `_engine/` of the site. */
  static async boot(options: EngineOptions & { readonly base?: URL } = {}): Promise<EmbeddedEngine> {
    const packages = wantedPackages(options.packages);
    options.onStage?.('download');
    const assets = await loadEngineAssets(options.base ?? engineBase(), packages, options.signal);
    const kernel = await KernelConnection.open(assets, {
      signal: options.signal,
      onDownloaded: () => options.onStage?.('start'),
    });
    await kernel.call('mount', WORKING_DIRECTORY, {});
    options.onStage?.('ready');
    return new EmbeddedEngine(kernel, new LateDownload(kernel, assets));
  }

  async mount(tree: FileTree): Promise<void> {
    await this.#kernel.call('mount', WORKING_DIRECTORY, tree);
  }

  async readFile(path: string): Promise<Uint8Array> {
    return this.#kernel.call('readFile', resolvePath(path));
  }

  async writeFile(path: string, data: string | Uint8Array): Promise<void> {
    await this.#kernel.call('writeFile', resolvePath(path), data);
  }

  async rm(path: string): Promise<void> {
    await this.#kernel.call('rm', resolvePath(path));
  }

  async list(path?: string): Promise<string[]> {
    const prefix = `${WORKING_DIRECTORY}/`;
    const paths = await this.#kernel.call<string[]>('list', resolveFolder(path));
    return paths.map((each) => (each.startsWith(prefix) ? each.slice(prefix.length) : each));
  }

  async spawn(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<EngineProcess> {
    if (command !== 'node') {
      throw new EngineError('ERR_ENGINE_NO_COMMAND', `There is no program \`${command}\` in this sandbox.`, {
        hint: 'It has `node`.',
      });
    }
    await this.#late.beforeSpawn();
    const pid = await this.#kernel.call<number>('spawn', {
      command,
      args,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME, ...options.env },
      cwd: resolveFolder(options.cwd),
    });
    return this.#process(pid);
  }

  readonly openShell = noShell;

  request(port: number, request: HttpRequest, options: RequestOptions = {}): Promise<HttpResponse> {
    const response = requestOverNetwork(this.#network, port, request, {
      ...options,
      stop: this.#stop.signal,
      deadlines: this.#deadlines,
    });
    return this.#late.hasBegun ? response : response.finally(() => this.#late.begin());
  }

  on<K extends keyof EngineEvents>(event: K, listener: EngineEvents[K]): () => void {
    this.#listeners[event].add(listener);
    return () => this.#listeners[event].delete(listener);
  }

  async teardown(): Promise<void> {
    const reason = new EngineError('ERR_ENGINE_STOPPED', 'The sandbox was stopped.');
    this.#endAll(reason);
    this.#kernel.close(reason);
  }

  #endAll(reason: EngineError): void {
    this.#stop.abort(reason);
    for (const process of this.#processes.values()) process.end({ code: null, signal: 'SIGKILL' });
  }

  #process(pid: number): EmbeddedProcess {
    let process = this.#processes.get(pid);
    if (!process) {
      process = new EmbeddedProcess(pid, this.#kernel);
      this.#processes.set(pid, process);
    }
    return process;
  }

  #emit<K extends keyof EngineEvents>(event: K, ...args: Parameters<EngineEvents[K]>): void {
    for (const listener of this.#listeners[event])
      (listener as (...values: Parameters<EngineEvents[K]>) => void)(...args);
  }
}

/** The absolute path of a relative one; throws a `FilePathError` for one that leads out of the working directory. */
function resolvePath(path: string): string {
  return `${WORKING_DIRECTORY}/${pathSegments(path).join('/')}`;
}

/** As {@link resolvePath}, for folders: `.` is the working directory itself. */
function resolveFolder(path = '.'): string {
  return path === '.' ? WORKING_DIRECTORY : resolvePath(path);
}
