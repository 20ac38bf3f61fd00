/**
 * The page that the stand-in serves at `/headless`: the other end of the client's Comlink line. It hands the client's
 * calls to the machine that it asks its server for.
 */
// The client's own copy: the same version on both ends of the line.
import { Comlink } from '../../../node_modules/@webcontainer/api/dist/vendor/index.js';
import type { StandInBehaviour } from './server.ts';

type Listener = (...args: unknown[]) => void;

const post = async (path: string, body: unknown): Promise<unknown> => {
  const raw = body instanceof Uint8Array;
  const response = await fetch(path, {
    method: 'POST',
    body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
  });
  const { value, error } = (await response.json()) as { value?: unknown; error?: string };
  // A code that the error had is lost on the way, as it is in the service.
  if (error !== undefined) throw new Error(error);
  return value;
};

const bytesFrom = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const base64From = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};

/** Posts that belong together, one after the other; what comes meanwhile goes in one. */
function createQueue(send: (text: string) => Promise<unknown>): (text: string) => Promise<void> {
  let waiting = '';
  let sending: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    while (waiting !== '') {
      const text = waiting;
      waiting = '';
      await send(text).catch(() => {});
    }
    sending = undefined;
  };
  return (text) => {
    waiting += text;
    sending ??= flush();
    return sending;
  };
}

async function build(behaviour: StandInBehaviour, workdirName: string): Promise<object> {
  if (behaviour.hangs) return new Promise(() => {});
  if (behaviour.hasNoMemory) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
  const { id, root } = (await post('/machine', { workdirName })) as { id: number; root: string };
  const call = (name: string, ...args: unknown[]): Promise<unknown> => post(`/machine/${id}/${name}`, args);
  const outputs = new Map<number, (data: Uint8Array | null) => void>();
  const exits = new Map<number, (code: number) => void>();
  const listeners = new Map<string, Set<Listener>>();
  const events = new EventSource(`/machine/${id}/events`);
  const emit = (event: string, ...args: unknown[]): void => {
    for (const listener of listeners.get(event) ?? []) listener(...args);
  };
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.type === 'output') outputs.get(event.run)?.(bytesFrom(event.data));
    else if (event.type === 'exit') {
      outputs.get(event.run)?.(null);
      exits.get(event.run)?.(event.code);
    } else if (event.type === 'port') {
      const url = `https://${id}--${event.port}.stand-in.invalid`;
      emit('port', event.port, event.state, url);
      if (event.state === 'open') emit('server-ready', event.port, url);
    } else if (event.type === 'error') emit('error', { message: event.message });
  };
  await new Promise((resolve) => events.addEventListener('open', resolve, { once: true }));

  const files = {
    readFile: async (path: string, encoding?: string) => {
      const bytes = bytesFrom((await call('readFile', path)) as string);
      return encoding ? new TextDecoder().decode(bytes) : Comlink.transfer(bytes, [bytes.buffer]);
    },
    writeFile: (path: string, data: string | Uint8Array) =>
      call('writeFile', path, base64From(typeof data === 'string' ? new TextEncoder().encode(data) : data)),
    mkdir: (path: string, options: object) => call('mkdir', path, options),
    rm: (path: string, options: object) => call('rm', path, options),
    readdir: async (path: string, options?: { withFileTypes?: boolean }) => {
      const entries = (await call('readdir', path)) as [string, boolean][];
      if (!options?.withFileTypes) return entries.map(([name]) => name);
      return entries.map(([name, isFolder]) => ({ name, 'Symbol(type)': isFolder ? 2 : 1 }));
    },
  };
  return {
    fs: () => Comlink.proxy(files),
    previewScript: () => Comlink.proxy({}),
    runtimeInfo: () => ({ path: '/usr/bin', cwd: root }),
    run: async (
      options: object,
      _stdout: unknown,
      _stderr: unknown,
      output: ((data: Uint8Array | null) => void) | undefined,
    ) => {
      const run = (await call('run', options)) as number;
      const onExit = new Promise<number>((resolve) => exits.set(run, resolve));
      if (output) outputs.set(run, output);
      await call('start', run);
      const write = createQueue((text) => call('write', run, text));
      return Comlink.proxy({ onExit, write, kill: () => call('kill', run), resize: () => {} });
    },
    loadFiles: (payload: Uint8Array) => post(`/machine/${id}/load`, payload),
    serialize: () => {
      throw new Error('The stand-in does not export.');
    },
    on: (event: string, listener: Listener) => {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return Comlink.proxy(() => all.delete(listener));
    },
    setPreviewScript: () => {},
    setCredentials: () => {},
    teardown: () => {
      events.close();
      return call('close');
    },
  };
}

/** The service keeps what it needs in the browser, and says nothing where it cannot. */
function hasStorage(): boolean {
  try {
    localStorage.setItem('stand-in', '1');
    return true;
  } catch {
    return false;
  }
}

const behaviour = (await (await fetch('/behaviour')).json()) as StandInBehaviour;
if (hasStorage() && !behaviour.isSilent) {
  const { port1, port2 } = new MessageChannel();
  Comlink.expose(
    {
      build: async ({ workdirName }: { workdirName: string }) =>
        Comlink.proxy(await build(behaviour, workdirName)),
    },
    port1,
  );
  window.parent.postMessage({ type: 'init' }, '*', [port2]);
}
