/**
 * The page's side of `openEngine`: an engine whose calls come from Node through the browser's debugging port. Bytes
 * travel as base64 because that port speaks JSON.
 */
import { createEngine } from '../../src/engine/create-engine.ts';
import type {
  Engine,
  EngineKind,
  EngineProcess,
  ExitStatus,
  OutputChunk,
  ShellSize,
  Signal,
  SpawnOptions,
} from '../../src/engine/engine.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import type { FileTree } from '../../src/files/file-tree.ts';
import type { HttpRequest } from '../../src/http/message.ts';

export type DriverEvent =
  | { readonly type: 'engine'; readonly event: string; readonly args: readonly unknown[] }
  | { readonly type: 'output'; readonly pid: number; readonly chunk: OutputChunk }
  | { readonly type: 'ended'; readonly pid: number; readonly status: ExitStatus }
  | { readonly type: 'data'; readonly id: number; readonly base64: string };

interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: HttpRequest['headers'];
  readonly body?: string;
}

declare global {
  /** Hands a text to the program that opened this page. */
  var report: (text: string) => void;
  var driver: typeof methods;
}

const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
};
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

let engine: Engine;
const processes = new Map<number, EngineProcess>();
const requests = new Map<number, AbortController>();

function tell(event: DriverEvent): void {
  report(JSON.stringify(event));
}

const plainError = (error: unknown) => {
  const { name, message, code, hint, reason } = error as EngineError;
  return { name, message, code, hint, reason };
};

const guarded =
  <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
  async (...args: A) => {
    try {
      return { value: await call(...args) };
    } catch (error) {
      return { error: plainError(error) };
    }
  };

const listening = (): Promise<void> =>
  new Promise((resolve) => {
    const off = engine.on('server-ready', () => {
      off();
      resolve();
    });
  });

const measured: EngineProcess[] = [];

const methods = {
  boot: guarded(async (kind: Exclude<EngineKind, 'native'>, packages: readonly string[] | null) => {
    const started = performance.now();
    engine = await createEngine(kind, packages === null ? {} : { packages });
    for (const event of ['server-ready', 'port', 'spawn', 'exit', 'error'] as const) {
      engine.on(event, (...args: unknown[]) => tell({ type: 'engine', event, args }));
    }
    return { capabilities: [...engine.capabilities], milliseconds: performance.now() - started };
  }),
  mountFrom: guarded(async (url: string) => {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const indexLength = new DataView(bytes.buffer).getUint32(0);
    const index = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + indexLength))) as [
      string,
      number,
    ][];
    const root: Record<string, unknown> = {};
    let offset = 4 + indexLength;
    for (const [path, size] of index) {
      const segments = path.split('/');
      const name = segments.pop() as string;
      let here = root;
      for (const segment of segments) {
        const node = (here[segment] ??= { directory: {} }) as { directory: Record<string, unknown> };
        here = node.directory;
      }
      if (name !== '') here[name] = { file: { contents: bytes.slice(offset, offset + size) } };
      offset += size;
    }
    await engine.mount(root as FileTree);
  }),
  readFile: guarded(async (path: string) => toBase64(await engine.readFile(path))),
  writeFile: guarded((path: string, base64: string) => engine.writeFile(path, fromBase64(base64))),
  rm: guarded((path: string) => engine.rm(path)),
  list: guarded((path: string | null) => engine.list(path ?? undefined)),
  spawn: guarded(async (command: string, args: readonly string[], options: SpawnOptions | null) => {
    const child = await engine.spawn(command, args, options ?? {});
    processes.set(child.pid, child);
    void (async () => {
      const reader = child.output.getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        tell({ type: 'output', pid: child.pid, chunk: next.value });
      }
      tell({ type: 'ended', pid: child.pid, status: await child.exit });
    })();
    return child.pid;
  }),
  openShell: guarded(async (size: ShellSize) => void (await engine.openShell(size))),
  write: guarded(async (pid: number, data: string | null) => processes.get(pid)?.write(data)),
  kill: guarded(async (pid: number, signal: Signal) => processes.get(pid)?.kill(signal)),
  request: guarded(
    async (
      id: number,
      port: number,
      request: WireRequest,
      timeout: number | null,
      wantsData: boolean,
      cause?: number | null,
    ) => {
      const abort = new AbortController();
      requests.set(id, abort);
      const { body, ...head } = request;
      try {
        const response = await engine.request(
          port,
          body === undefined ? head : { ...head, body: fromBase64(body) },
          {
            signal: abort.signal,
            ...(timeout === null ? {} : { timeout }),
            ...(typeof cause === 'number' ? { cause } : {}),
            ...(wantsData
              ? { onData: (chunk: Uint8Array) => tell({ type: 'data', id, base64: toBase64(chunk) }) }
              : {}),
          },
        );
        return { ...response, body: toBase64(response.body) };
      } finally {
        requests.delete(id);
      }
    },
  ),
  abort: guarded(async (id: number) => requests.get(id)?.abort()),
  /** Milliseconds from spawning a server to the end of its first response; the server is gone when this resolves. */
  measureStart: guarded(async (script: string, port: number) => {
    const ready = listening();
    const started = performance.now();
    const child = await engine.spawn('node', [script], { env: { PORT: String(port) } });
    await ready;
    await engine.request(port, { method: 'GET', path: '/', headers: [] });
    const milliseconds = performance.now() - started;
    child.kill('SIGKILL');
    await child.exit;
    return milliseconds;
  }),
  /** Starts a server for `measureRequests` beside those that run; resolves when it listens. */
  startServer: guarded(async (args: readonly string[], env: Record<string, string>) => {
    const ready = listening();
    measured.push(await engine.spawn('node', args, { env }));
    await ready;
  }),
  stopServers: guarded(async () => {
    for (const server of measured) server.kill('SIGKILL');
    await Promise.all(measured.splice(0).map(({ exit }) => exit));
  }),
  /** Milliseconds for so many requests of which so many are under way at a time; their bodies are read. */
  measureRequests: guarded(async (port: number, count: number, path: string, inFlight: number) => {
    let left = count;
    const started = performance.now();
    const ask = async () => {
      while (left-- > 0) {
        const { complete } = await engine.request(port, { method: 'GET', path, headers: [] });
        if (!complete) throw new Error(`\`GET ${path}\` was cut.`);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, ask));
    return performance.now() - started;
  }),
  teardown: guarded(() => engine.teardown()),
};

globalThis.driver = methods;
