/**
 * The script of the sandbox's iframe: waits for the page to connect, then answers its calls. It does so in an opaque
 * origin only: opened by itself, or framed by a page that leaves `sandbox` out, its programs would have the site's own.
 */
import { createFileCalls } from './file-calls.ts';
import { Kernel } from './kernel.ts';
import type { KernelAssets } from './page-messages.ts';

interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly never[];
}

function serve(port: MessagePort, assets: KernelAssets): void {
  const kernel = new Kernel(assets, (event) => port.postMessage(event));
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

function connect(event: MessageEvent<{ readonly type?: string; readonly assets: KernelAssets }>): void {
  if (event.source !== parent || event.data?.type !== 'safety-net:connect' || !event.ports[0]) return;
  removeEventListener('message', connect);
  serve(event.ports[0], event.data.assets);
}

if (origin === 'null') {
  addEventListener('message', connect);
  parent.postMessage({ type: 'safety-net:kernel' }, '*');
}
