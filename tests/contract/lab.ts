import type { TestContext } from 'vitest';
import type {
  Capability,
  Engine,
  EngineProcess,
  ExitStatus,
  OutputChunk,
  SpawnOptions,
} from '../../src/engine/engine.ts';
import { treeFromFlat } from '../../src/files/file-tree.ts';
import { createRequest, type HttpResponse, textFromBytes } from '../../src/http/message.ts';

export type ClosableEngine = Engine & { close(): Promise<void> };

/** Milliseconds until an engine that does not end its programs is given up. */
const clearLimit = 5000;

/** What a program wrote, and how it ended. */
export interface Ended extends ExitStatus {
  readonly stdout: string;
  readonly stderr: string;
  readonly chunks: readonly OutputChunk[];
}

/** A running program whose output is being read. */
export interface Running {
  readonly process: EngineProcess;
  /** Resolves when the text has been written to either stream. */
  wrote(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** An engine under test, with what it has to be cleared of. */
export class Lab {
  readonly #open: () => Promise<ClosableEngine>;
  #engine: ClosableEngine | undefined;
  #running: Running[] = [];

  constructor(open: () => Promise<ClosableEngine>) {
    this.#open = open;
  }

  get engine(): ClosableEngine {
    if (this.#engine === undefined) throw new Error('The engine did not open: see the error of `beforeAll`.');
    return this.#engine;
  }

  async open(): Promise<void> {
    this.#engine = await this.#open();
  }

  /** Skips a test that needs a capability which this engine does not have. */
  needs(context: TestContext, capability: Capability): void {
    context.skip(!this.engine.capabilities.has(capability), `the engine lacks \`${capability}\``);
  }

  /** Starts `node` with `args` over these files. */
  async start(
    files: Readonly<Record<string, string>>,
    args: readonly string[] = ['main.mjs'],
    options: SpawnOptions = {},
  ): Promise<Running> {
    await this.engine.mount(treeFromFlat(files));
    const running = watch(await this.engine.spawn('node', args, options));
    this.#running.push(running);
    return running;
  }

  /** Runs a program to its end. */
  async run(
    files: Readonly<Record<string, string>>,
    args: readonly string[] = ['main.mjs'],
    options: SpawnOptions = {},
  ): Promise<Ended> {
    return (await this.start(files, args, options)).ended;
  }

  /** Starts a server that listens on `PORT` (3000 unless given), and waits until it can be reached. */
  async serve(
    code: string | Readonly<Record<string, string>>,
    options: SpawnOptions & { readonly port?: number; readonly file?: string } = {},
  ): Promise<Running> {
    const { port = 3000, file = 'server.mjs', env, ...rest } = options;
    const ready = this.ready(port);
    const files = typeof code === 'string' ? { [file]: code } : code;
    const running = await this.start(files, [file], { ...rest, env: { PORT: String(port), ...env } });
    await Promise.race([
      ready,
      running.ended.then(({ code: exit, stderr }) => {
        throw new Error(`The server ended with ${exit} instead of listening.\n${stderr}`);
      }),
    ]);
    return running;
  }

  ready(port: number): Promise<number> {
    return new Promise((resolve) => {
      const off = this.engine.on('server-ready', (opened, pid) => {
        if (opened !== port) return;
        off();
        resolve(pid);
      });
    });
  }

  async get(path: string, port = 3000): Promise<HttpResponse & { readonly text: string }> {
    const response = await this.engine.request(port, createRequest({ path }));
    return { ...response, text: textFromBytes(response.body) };
  }

  /** Leaves the engine as it was; one that cannot be emptied is replaced, so that later tests are not judged by it. */
  async clear(): Promise<void> {
    const running = this.#running;
    this.#running = [];
    const emptied = this.#empty(running).then(
      () => true,
      () => false,
    );
    const limit = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), clearLimit).unref());
    if (await Promise.race([emptied, limit])) return;
    await this.#engine?.close();
    await this.open();
  }

  async #empty(running: readonly Running[]): Promise<void> {
    for (const { process } of running) process.kill('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
    const files = await this.engine.list();
    for (const top of new Set(files.map((path) => path.split('/')[0] as string))) await this.engine.rm(top);
  }

  async close(): Promise<void> {
    await this.#engine?.close();
  }
}

/** Reads a process's output as it comes. */
export function watch(process: EngineProcess): Running {
  const chunks: OutputChunk[] = [];
  const waiting = new Set<() => void>();
  const text = (stream?: 'stdout' | 'stderr'): string =>
    chunks
      .filter((chunk) => stream === undefined || chunk.stream === stream)
      .map((chunk) => chunk.data)
      .join('');
  const reading = (async () => {
    for await (const chunk of process.output as unknown as AsyncIterable<OutputChunk>) {
      chunks.push(chunk);
      for (const look of [...waiting]) look();
    }
  })();
  const ended = (async () => {
    const status = await process.exit;
    await reading;
    return { ...status, stdout: text('stdout'), stderr: text('stderr'), chunks };
  })();
  return {
    process,
    ended,
    wrote: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!text().includes(wanted)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(() =>
          reject(new Error(`The program ended without writing ${JSON.stringify(wanted)}:\n${text()}`)),
        );
      }),
  };
}
