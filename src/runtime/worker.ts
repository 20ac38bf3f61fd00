/**
 * The worker that becomes a process. It boots Node's library when it is made, long before it is needed, and runs one
 * program when the kernel says so.
 */
import type { FilePack } from './fs/inode-tree.ts';
import { MemoryFileSystem } from './fs/memory-file-system.ts';
import { createTextPack } from './fs/text-pack.ts';
import type { Any } from './host.ts';
import type { KernelMessage, ProcessMessage, StartMessage } from './kernel/messages.ts';
import { createNetworkDevice } from './net/worker-network.ts';
import { NodeProcess } from './node-process.ts';
import { OutputGate } from './output-gate.ts';
import { removeForeignGlobals } from './realm-cleaning.ts';
import { ThrowLedger } from './throw-ledger.ts';
import { installContextTracking } from './transform/context-tracking.ts';

const scope = globalThis as Any;
const postMessage = scope.postMessage.bind(scope) as (message: unknown, transfer?: Transferable[]) => void;
const send = (message: ProcessMessage) => postMessage(message);

const tracking = installContextTracking(scope);
const throws = new ThrowLedger();
Object.assign(tracking.runtime, { W: throws.record });
const output = new OutputGate((piece) => send({ type: 'output', piece }));
let nodeProcess: NodeProcess | undefined;
let files: MemoryFileSystem | undefined;
let packs: ReadonlyMap<string, FilePack> = new Map();
let network: ReturnType<typeof createNetworkDevice> | undefined;
const stdin: (Uint8Array | null)[] = [];
let stdinListener: ((chunk: Uint8Array | null) => void) | undefined;

function exit(code: number, signal: number): never {
  nodeProcess?.loop.stop();
  send({ type: 'exit', code, signal });
  // Nothing may run after `process.exit`, not even a `catch`: the kernel ends this thread from outside.
  for (;;);
}

function onStdin(listener: (chunk: Uint8Array | null) => void): void {
  stdinListener = listener;
  for (const chunk of stdin.splice(0)) listener(chunk);
}

function start(message: StartMessage): void {
  files = new MemoryFileSystem({ origin: message.pid, snapshot: message.files, packs, cwd: message.cwd });
  files.onChange = (change) => send({ type: 'fs', change });
  network = createNetworkDevice(message.network, (out, transfer) => postMessage(out, transfer));
  (nodeProcess as NodeProcess).start({
    pid: message.pid,
    ppid: message.ppid,
    argv: message.argv,
    env: message.env,
    files,
    network,
  });
}

scope.addEventListener('message', (event: MessageEvent<KernelMessage>) => {
  const message = event.data;
  switch (message.type) {
    case 'boot':
      packs = new Map(Object.entries(message.packs).map(([name, texts]) => [name, createTextPack(texts)]));
      nodeProcess = new NodeProcess({
        facts: message.facts,
        library: message.library,
        tracking,
        throws,
        outlets: {
          write: (fd, bytes) => output.write(fd, bytes),
          exit,
          onStdin,
          setSignalHandled: (signal, handled) => send({ type: 'handles-signal', signal, handled }),
          kill(pid, signal) {
            send({ type: 'kill', pid, signal });
            return 0;
          },
        },
      });
      removeForeignGlobals(scope, message.facts.globals);
      nodeProcess.bootstrap();
      send({ type: 'booted' });
      break;
    case 'start':
      start(message);
      break;
    case 'stdin':
      if (stdinListener) stdinListener(message.data);
      else stdin.push(message.data);
      break;
    case 'credit':
      output.addCredit(message.bytes);
      break;
    case 'signal':
      nodeProcess?.signal(message.signal);
      break;
    case 'fs':
      files?.applyChange(message.change);
      break;
    default:
      network?.onMessage(message, event.ports);
  }
});

scope.addEventListener('error', (event: ErrorEvent) => {
  // A failure to boot is the kernel's to report.
  if (!nodeProcess?.booted) return;
  event.preventDefault();
  nodeProcess.uncaught(event.error, false, { name: event.filename, line: event.lineno, column: event.colno });
});

scope.addEventListener('unhandledrejection', (event: PromiseRejectionEvent) => {
  event.preventDefault();
  nodeProcess?.promiseRejected(event.promise, event.reason);
});

scope.addEventListener('rejectionhandled', (event: PromiseRejectionEvent) => {
  nodeProcess?.promiseHandledLate(event.promise);
});
