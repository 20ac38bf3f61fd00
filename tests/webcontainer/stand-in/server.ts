import { createHash } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Machine, type MachineEvent } from './machine.ts';

/** What is wrong with the host, if anything. */
export interface StandInBehaviour {
  /** Its page loads and says nothing. */
  readonly isSilent?: boolean;
  /** `build` is never answered. */
  readonly hangs?: boolean;
  readonly hasNoMemory?: boolean;
  readonly losesContext?: boolean;
}

export interface StandIn {
  /** For `WEBCONTAINER_API_IFRAME_URL`. */
  readonly url: string;
  /** From the next container on. */
  behave(behaviour: StandInBehaviour): void;
  /** The requests for its page so far. */
  readonly visits: number;
  /** How many containers there are. */
  readonly machines: number;
  /** Ends every program of all containers, as a browser does that needs the memory. */
  killAll(): Promise<void>;
  /** Lets containers stand, and answers nothing more. */
  freeze(frozen: boolean): void;
  /** An error that the service reports about itself. */
  report(message: string): void;
  close(): Promise<void>;
}

interface Served {
  readonly machine: Machine;
  readonly early: Map<number, MachineEvent[]>;
  readonly started: Set<number>;
  events: ServerResponse | undefined;
}

/** A host of containers on loopback, for the unmodified client. */
export async function startStandIn(): Promise<StandIn> {
  const bundled = await build({
    entryPoints: [fileURLToPath(new URL('host-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const script = bundled.outputFiles[0]?.text ?? '';
  const machines = new Map<number, Served>();
  const packages = await realpath(await mkdtemp(join(tmpdir(), 'safety-net-packages-')));
  const loading = new Map<string, Promise<void>>();
  let behaviour: StandInBehaviour = {};
  let lastId = 0;
  let visits = 0;
  let frozen = false;

  const tell = (served: Served, event: MachineEvent): void => {
    if (frozen) return;
    if ('run' in event && !served.started.has(event.run)) {
      // The client is not listening yet.
      served.early.set(event.run, [...(served.early.get(event.run) ?? []), event]);
    } else served.events?.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const close = async (id: number): Promise<void> => {
    const served = machines.get(id);
    machines.delete(id);
    served?.events?.end();
    await served?.machine.close();
  };

  /** The same packages are written once, however many containers get them: thousands of files take seconds. */
  const load = async (machine: Machine, body: Buffer): Promise<void> => {
    const key = createHash('sha256').update(body).digest('hex');
    const before = loading.get(key);
    const done = (before ?? Promise.resolve()).then(() =>
      machine.load(JSON.parse(body.toString()), join(packages, key, 'node_modules')),
    );
    loading.set(
      key,
      done.catch(() => {}),
    );
    await done;
  };

  const open = async (): Promise<{ id: number; root: string }> => {
    const machine = await Machine.open({ losesContext: behaviour.losesContext === true });
    const id = ++lastId;
    const served: Served = { machine, early: new Map(), started: new Set(), events: undefined };
    machines.set(id, served);
    machine.onEvent = (event) => tell(served, event);
    return { id, root: machine.root };
  };

  const call = async (id: number, name: string, body: Buffer): Promise<unknown> => {
    const served = machines.get(id);
    if (!served) throw new Error('This container was torn down.');
    if (name === 'load') return load(served.machine, body);
    const args = JSON.parse(body.toString());
    if (name === 'close') return close(id);
    if (name === 'start') {
      const [run] = args;
      served.started.add(run);
      for (const event of served.early.get(run) ?? []) tell(served, event);
      return served.early.delete(run);
    }
    return (served.machine as unknown as Record<string, (...values: unknown[]) => unknown>)[name]?.(...args);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
    const isolation = {
      'cross-origin-embedder-policy': searchParams.get('coep') ?? 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-store',
    };
    const send = (type: string, text: string): void =>
      void response.writeHead(200, { 'content-type': type, ...isolation }).end(text);
    if (frozen) return;
    if (pathname === '/headless') {
      if (searchParams.has('version')) visits++;
      send('text/html', '<!doctype html><script type="module" src="/host-page.js"></script>');
      return;
    }
    if (pathname === '/host-page.js') return send('text/javascript', script);
    if (pathname === '/behaviour') return send('application/json', JSON.stringify(behaviour));
    const [, , id = '', name] = pathname.split('/');
    if (name === 'events') {
      const served = machines.get(Number(id));
      response.writeHead(200, { 'content-type': 'text/event-stream', ...isolation }).flushHeaders();
      if (!served) return void response.end();
      served.events = response;
      // A page that goes away takes its container along.
      response.on('close', () => void close(Number(id)));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    let result: { value?: unknown; error?: string };
    try {
      result = { value: name === undefined ? await open() : await call(Number(id), name, body) };
    } catch (error) {
      result = { error: (error as Error).message };
    }
    if (!frozen) send('application/json', JSON.stringify(result));
  };
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // Another site than the page's `127.0.0.1`.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    behave: (next) => {
      behaviour = next;
    },
    get visits() {
      return visits;
    },
    get machines() {
      return machines.size;
    },
    killAll: async () => {
      for (const { machine } of machines.values()) machine.endPrograms();
    },
    freeze: (next) => {
      frozen = next;
    },
    report: (message) => {
      for (const served of machines.values()) tell(served, { type: 'error', message });
    },
    close: async () => {
      await Promise.all([...machines.keys()].map(close));
      await rm(packages, { recursive: true, force: true, maxRetries: 5 });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
