/**
 * The script of the sandbox's iframe: makes a worker ready with what its document holds, waits for the page to connect,
 * then answers its calls. It does so in an opaque origin only: opened by itself, or framed by a page that leaves
 * `sandbox` out, its programs would have the site's own.
 */
import { createFileCalls } from './file-calls.ts';
import { Kernel } from './kernel.ts';
import type { FramedLibrary, KernelAssets } from './page-messages.ts';
import { Workers } from './workers.ts';

interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly never[];
}

function serve(workers: Workers, port: MessagePort, assets: KernelAssets): void {
  const kernel = new Kernel(workers, assets, (event) => port.postMessage(event));
  const pageNetwork = kernel.network.addEndpoint(0, (message, transfer) =>
    port.postMessage({ network: message }, transfer ?? []),
  );
  const methods: Readonly<Record<string, (...args: never[]) => unknown>> = {
    ping: () => true,
    spawn: kernel.spawn.bind(kernel),
    stdin: kernel.stdin.bind(kernel),
    kill: kernel.kill.bind(kernel),
    credit: kernel.credit.bind(kernel),
    addLateFiles: kernel.addLateFiles.bind(kernel),
    expectLateFiles: kernel.expectLateFiles.bind(kernel),
    ...(createFileCalls(kernel.files) as object),
  };
  port.onmessage = (event: MessageEvent<Call | { readonly network: never }>) => {
    const message = event.data;
    if ('network' in message) {
      kernel.network.onMessage(0, message.network, event.ports);
      return;
    }
    try {
      const method = methods[message.method];
      if (!method) throw new Error(`The kernel has no method \`${message.method}\`.`);
      port.postMessage({ id: message.id, result: method(...message.args) });
    } catch (error) {
      const { code = '', message: text } = error as { code?: string; message: string };
      port.postMessage({ id: message.id, error: { code, message: text } });
    }
  };
  port.postMessage({ event: 'ready', network: pageNetwork, startsEarly: kernel.startsEarly });
}

/** What a part of the document holds as JSON; the part is taken out. */
function takePart<T>(id: string): T {
  const part = document.getElementById(id);
  part?.remove();
  return JSON.parse(part?.textContent ?? '') as T;
}

function open(): void {
  // The script of the workers stands before this one, the library after it.
  const workers = new Workers(takePart<string>('worker'));
  const isComplete = new Promise<void>((resolve) => {
    addEventListener('DOMContentLoaded', () => {
      workers.addLibrary(takePart<FramedLibrary>('library'));
      resolve();
    });
  });
  const connect = (event: MessageEvent<{ readonly type?: string; readonly assets: KernelAssets }>) => {
    const [port] = event.ports;
    if (event.source !== parent || event.data?.type !== 'safety-net:connect' || !port) return;
    removeEventListener('message', connect);
    void isComplete.then(() => serve(workers, port, event.data.assets));
  };
  addEventListener('message', connect);
  parent.postMessage({ type: 'safety-net:kernel' }, '*');
}

if (origin === 'null') open();
