import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileTree, pathSegments } from '../../files/file-tree.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type {
  Capability,
  Engine,
  EngineEvents,
  EngineOptions,
  EngineProcess,
  RequestOptions,
  SpawnOptions,
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import { EventHub } from '../event-hub.ts';
import { noShell } from '../no-shell.ts';
import { wantedPackages } from '../wanted-packages.ts';
import { NativeProcess } from './native-process.ts';
import { type Network, openNetwork } from './network.ts';
import { linkPackages } from './package-folder.ts';
import { PortWatch } from './port-watch.ts';
import { sendRequest } from './send-request.ts';

export interface NativeEngineOptions extends EngineOptions {
  /** Where the packages are installed; the repository's `node_modules` unless given. */
  readonly nodeModules?: string;
  /** The Node binary; the one that runs this unless given. */
  readonly node?: string;
  /** `own`: a network of its own, or an error; `host`: this machine's; the best that can be had unless given. */
  readonly network?: 'own' | 'host';
}

const repositoryModules = resolve(dirname(fileURLToPath(import.meta.url)), '../../../node_modules');

const capabilities: readonly Capability[] = [
  'async-context',
  'separate-stderr',
  'signals',
  'incomplete-responses',
  'client-abort',
  'worker-threads',
  'node-24',
];

/**
 * Real Node in a temporary folder: the oracle that the page's engine is compared with. For tests, transcripts and
 * content checks; never bundled.
 *
 * Programs run with the rights of whoever started this process: it is no sandbox. Where the system grants it (Linux),
 * each engine has a network of its own, so that two engines can listen on the same port; elsewhere see
 * `host-network.ts`.
 */
export class NativeEngine implements Engine {
  readonly kind = 'native';
  readonly capabilities: ReadonlySet<Capability> = new Set(capabilities);
  /** The working directory of this engine's programs. */
  readonly root: string;
  /** Whether ports are this engine's own, or shared with the machine. */
  readonly networkKind: 'own' | 'host';
  readonly #base: string;
  readonly #node: string;
  readonly #network: Network;
  readonly #events = new EventHub<EngineEvents>();
  readonly #processes = new Set<NativeProcess>();
  readonly #ports: PortWatch;
  readonly #stop = new AbortController();
  #teardown: Promise<void> | undefined;

  private constructor(base: string, node: string, network: Network) {
    this.#base = base;
    this.#node = node;
    this.#network = network;
    this.root = join(base, 'app');
    this.networkKind = network.kind;
    this.#ports = new PortWatch(network, () => [...this.#processes].map((process) => process.pid));
    this.#ports.onOpen = (port, pid) => {
      this.#events.emit('port', port, 'open', pid);
      this.#events.emit('server-ready', port, pid);
    };
    this.#ports.onClose = (port, pid) => this.#events.emit('port', port, 'close', pid);
    if (liveEngines.size === 0) process.on('exit', killLiveEngines);
    liveEngines.add(this);
  }

  static async boot(options: NativeEngineOptions = {}): Promise<NativeEngine> {
    options.signal?.throwIfAborted();
    const packages = wantedPackages(options.packages);
    options.onStage?.('download');
    const base = await realpath(await mkdtemp(join(tmpdir(), 'safety-net-')));
    await mkdir(join(base, 'app'));
    await mkdir(join(base, 'home'));
    // One level above the programs, so that their folder stays theirs, and what a program writes cannot reach the packages.
    await linkPackages(options.nodeModules ?? repositoryModules, packages, join(base, 'node_modules'));
    options.onStage?.('start');
    const network = await openNetwork(options.network);
    const engine = new NativeEngine(base, options.node ?? process.execPath, network);
    if (options.signal?.aborted) {
      await engine.teardown();
      options.signal.throwIfAborted();
    }
    options.onStage?.('ready');
    return engine;
  }

  async mount(tree: FileTree): Promise<void> {
    this.#assertRunning();
    await mountInto(this.root, tree);
  }

  async readFile(path: string): Promise<Uint8Array> {
    this.#assertRunning();
    try {
      return new Uint8Array(await readFile(this.#path(path)));
    } catch (error) {
      throw asNoFile(error, path);
    }
  }

  async writeFile(path: string, data: string | Uint8Array): Promise<void> {
    this.#assertRunning();
    const full = this.#path(path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, data);
  }

  async rm(path: string): Promise<void> {
    this.#assertRunning();
    await rm(this.#path(path), { recursive: true, force: true });
  }

  async list(path = '.'): Promise<string[]> {
    this.#assertRunning();
    const prefix = path === '.' ? '' : `${pathSegments(path).join('/')}/`;
    const found: string[] = [];
    const walk = async (folder: string, at: string): Promise<void> => {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        if (entry.name === 'node_modules') continue;
        if (entry.isDirectory()) await walk(join(folder, entry.name), `${at}${entry.name}/`);
        else found.push(at + entry.name);
      }
    };
    try {
      await walk(join(this.root, prefix), prefix);
    } catch (error) {
      throw asNoFile(error, path);
    }
    return found.sort();
  }

  async spawn(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<EngineProcess> {
    this.#assertRunning();
    if (command !== 'node') {
      throw new EngineError('ERR_ENGINE_NO_COMMAND', `There is no program named \`${command}\`.`, {
        hint: 'Start a file with `node`, as in `node server.mjs`.',
      });
    }
    const cwd = options.cwd === undefined || options.cwd === '.' ? this.root : this.#path(options.cwd);
    const isFolder = await stat(cwd).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      throw new EngineError('ERR_ENGINE_NO_FILE', `There is no folder \`${options.cwd}\` to start in.`);
    }
    const env = await this.#network.translateEnv({
      PATH: `${dirname(this.#node)}:${process.env['PATH'] ?? '/usr/bin:/bin'}`,
      HOME: join(this.#base, 'home'),
      ...options.env,
    });
    this.#assertRunning();
    const started = await NativeProcess.start(this.#network.wrap([this.#node, ...args]), cwd, env);
    this.#processes.add(started);
    this.#events.emit('spawn', started.pid, command, args);
    this.#ports.start();
    void started.exit.then(async (status) => {
      this.#processes.delete(started);
      await this.#ports.scan();
      this.#events.emit('exit', started.pid, status);
    });
    return started;
  }

  readonly openShell = noShell;

  async request(port: number, request: HttpRequest, options: RequestOptions = {}): Promise<HttpResponse> {
    this.#assertRunning();
    return sendRequest(() => this.#network.connect(port, () => this.#ports.scan()), port, request, {
      ...options,
      stop: this.#stop.signal,
    });
  }

  on<K extends keyof EngineEvents>(event: K, listener: EngineEvents[K]): () => void {
    return this.#events.on(event, listener);
  }

  teardown(): Promise<void> {
    this.#teardown ??= (async () => {
      this.#stop.abort(stopped());
      const ended = [...this.#processes].map((running) => running.exit);
      this.killAll();
      liveEngines.delete(this);
      if (liveEngines.size === 0) process.off('exit', killLiveEngines);
      await Promise.all(ended);
      this.#ports.stop();
      await this.#network.close();
      await rm(this.#base, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    })();
    return this.#teardown;
  }

  /** Ends all programs at once, without waiting: the last thing that can be done while the process exits. */
  killAll(): void {
    for (const running of this.#processes) running.killGroup();
  }

  #path(path: string): string {
    return join(this.root, ...pathSegments(path));
  }

  #assertRunning(): void {
    if (this.#teardown !== undefined) throw stopped();
  }
}

/** Programs lead groups of their own, so that nothing else ends them with this process. */
const liveEngines = new Set<NativeEngine>();

function killLiveEngines(): void {
  for (const engine of liveEngines) engine.killAll();
}

function stopped(): EngineError {
  return new EngineError('ERR_ENGINE_STOPPED', 'This sandbox was stopped.', { hint: 'Start a new one.' });
}

function asNoFile(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') return error;
  return new EngineError('ERR_ENGINE_NO_FILE', `There is no file \`${path}\`.`, { cause: error });
}

async function mountInto(folder: string, tree: FileTree): Promise<void> {
  for (const [name, entry] of Object.entries(tree)) {
    const path = join(folder, ...pathSegments(name));
    const there = await stat(path).catch(() => undefined);
    if ('directory' in entry) {
      if (there !== undefined && !there.isDirectory()) await rm(path);
      await mkdir(path, { recursive: true });
      await mountInto(path, entry.directory);
    } else {
      if (there?.isDirectory()) await rm(path, { recursive: true });
      await writeFile(path, entry.file.contents);
    }
  }
}
