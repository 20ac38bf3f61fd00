import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OwnNetwork } from '../../../src/engine/native/own-network.ts';

/** How often is looked for listening ports, in milliseconds. */
const portInterval = 25;

const here = dirname(fileURLToPath(import.meta.url));
const programs: Readonly<Record<string, readonly string[]>> = {
  node: [process.execPath],
  jsh: [process.execPath, join(here, 'shell.mjs')],
};

/** The client's own form of a tree: `d` a folder, `f` a file with its text, of bytes where `b` is set. */
export interface WireTree {
  readonly d: Readonly<
    Record<string, WireTree | { readonly f: { readonly c: string; readonly b?: boolean } }>
  >;
}

export interface RunOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export type MachineEvent =
  | { readonly type: 'output'; readonly run: number; readonly data: string }
  | { readonly type: 'exit'; readonly run: number; readonly code: number }
  | { readonly type: 'port'; readonly port: number; readonly state: 'open' | 'close' }
  | { readonly type: 'error'; readonly message: string };

/** Whether this machine can hold containers apart: Linux, with network namespaces. */
export async function canStandIn(): Promise<boolean> {
  const network = await OwnNetwork.open();
  await network?.close();
  return network !== undefined;
}

async function writeTree(tree: WireTree, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(
    Object.entries(tree.d).map(([name, entry]) => {
      const path = join(folder, name);
      if ('d' in entry) return writeTree(entry, path);
      return writeFile(path, entry.f.c, entry.f.b ? 'latin1' : 'utf8');
    }),
  );
}

/**
 * What a container is to its host's page, on the real Node of this machine, in a folder and a network of its own. What
 * the service cannot do, it does not do either: both streams of a program are one, and `kill` knows no signals.
 */
export class Machine {
  readonly root: string;
  onEvent: (event: MachineEvent) => void = () => {};
  readonly #network: OwnNetwork;
  readonly #losesContext: boolean;
  readonly #runs = new Map<number, ChildProcess>();
  #lastRun = 0;
  #ports = new Map<number, string>();
  readonly #watch: NodeJS.Timeout;

  private constructor(root: string, network: OwnNetwork, losesContext: boolean) {
    this.root = root;
    this.#network = network;
    this.#losesContext = losesContext;
    this.#watch = setInterval(() => this.#look(), portInterval);
  }

  /** `losesContext`: `AsyncLocalStorage` forgets its store at the first `await`, as in webcontainer-core #1169. */
  static async open({ losesContext }: { readonly losesContext: boolean }): Promise<Machine> {
    const network = await OwnNetwork.open();
    if (!network) throw new Error('This machine grants no network namespace.');
    const root = await realpath(await mkdtemp(join(tmpdir(), 'safety-net-container-')));
    if (losesContext) {
      const program = `#!/bin/sh\nexec '${process.execPath}' --require '${join(here, 'lose-context.cjs')}' "$@"\n`;
      await mkdir(join(root, 'bin'));
      await writeFile(join(root, 'bin/node'), program, { mode: 0o755 });
    }
    return new Machine(root, network, losesContext);
  }

  run({ command, args, cwd = '.', env = {} }: RunOptions): number {
    const program = programs[command];
    // In words of the service's own, without a code.
    if (!program) throw new Error(`jsh: command not found: ${command}`);
    const lossy = this.#losesContext ? ['--require', join(here, 'lose-context.cjs')] : [];
    const [file = '', ...rest] = this.#network.wrap([...program, ...lossy, ...args]);
    const run = ++this.#lastRun;
    const child = spawn(file, rest, {
      cwd: join(this.root, cwd),
      env: { PATH: this.#path(), HOME: this.root, ...env },
      stdio: 'pipe',
    });
    this.#runs.set(run, child);
    const output = (data: Buffer): void =>
      this.onEvent({ type: 'output', run, data: data.toString('base64') });
    child.stdout.on('data', output);
    child.stderr.on('data', output);
    child.stdin.on('error', () => {});
    child.on('error', () => this.onEvent({ type: 'exit', run, code: 127 }));
    child.on('close', (code) => {
      this.#runs.delete(run);
      this.onEvent({ type: 'exit', run, code: code ?? 143 });
    });
    return run;
  }

  write(run: number, data: string): void {
    this.#runs.get(run)?.stdin?.write(data);
  }

  kill(run: number): void {
    this.#runs.get(run)?.kill('SIGKILL');
  }

  /** Lays a tree over what is there; `packages` is where its `node_modules` are or will be, for all machines. */
  async load(tree: WireTree, packages: string): Promise<void> {
    const { node_modules: modules, ...others } = tree.d;
    await writeTree({ d: others }, this.root);
    if (!modules || !('d' in modules)) return;
    if (!existsSync(packages)) await writeTree(modules, packages);
    await symlink(packages, join(this.root, 'node_modules'));
  }

  async readFile(path: string): Promise<string> {
    return (await readFile(this.#at(path))).toString('base64');
  }

  async writeFile(path: string, base64: string): Promise<void> {
    await writeFile(this.#at(path), Buffer.from(base64, 'base64'));
  }

  async mkdir(path: string, options: { recursive?: boolean } = {}): Promise<void> {
    await mkdir(this.#at(path), options);
  }

  async rm(path: string, options: { recursive?: boolean; force?: boolean } = {}): Promise<void> {
    await rm(this.#at(path), options);
  }

  /** Names and whether they are folders. */
  async readdir(path: string): Promise<[string, boolean][]> {
    const names = await readdir(this.#at(path));
    return Promise.all(
      names.map(async (name): Promise<[string, boolean]> => {
        const found = await stat(join(this.#at(path), name));
        return [name, found.isDirectory()];
      }),
    );
  }

  /** Ends whatever runs in its network, and removes its files. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.endPrograms();
    await this.#network.close();
    await rm(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  endPrograms(): void {
    for (const pid of this.#residents()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  }

  #at(path: string): string {
    return join(this.root, path);
  }

  #path(): string {
    const own = this.#losesContext ? `${join(this.root, 'bin')}:` : '';
    return `${own}${dirname(process.execPath)}:${process.env['PATH'] ?? '/usr/bin:/bin'}`;
  }

  get #resident(): string {
    return this.#network.wrap([])[2] as string;
  }

  #residents(): number[] {
    const network = (pid: string): string => {
      try {
        return readlinkSync(`/proc/${pid}/ns/net`);
      } catch {
        return '';
      }
    };
    const ours = network(this.#resident);
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && name !== this.#resident && network(name) === ours)
      .map(Number);
  }

  /** A port that another socket holds than before was closed and opened between two looks. */
  #look(): void {
    const open = new Map<number, string>();
    for (const table of ['tcp', 'tcp6']) {
      let text = '';
      try {
        text = readFileSync(`/proc/${this.#resident}/net/${table}`, 'utf8');
      } catch {
        // The network is being closed.
      }
      for (const line of text.split('\n').slice(1)) {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        if (state !== '0A') continue;
        const port = Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16);
        if (!open.has(port)) open.set(port, inode);
      }
    }
    const before = this.#ports;
    this.#ports = open;
    for (const [port, inode] of before) {
      if (open.get(port) !== inode) this.onEvent({ type: 'port', port, state: 'close' });
    }
    for (const [port, inode] of open) {
      if (before.get(port) !== inode) this.onEvent({ type: 'port', port, state: 'open' });
    }
  }
}
