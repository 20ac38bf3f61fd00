/**
 * The worker that becomes a process. It boots Node's library when it is made, long before it is needed, and runs one
 * program when the kernel says so.
 */
import { joinWaitsToLoop } from './atomics-waits.ts';
import { waitForInput } from './blocking-input.ts';
import { causeOf } from './causes.ts';
import { type ChildProcesses, createChildProcesses } from './child-processes.ts';
import { CodeStore } from './code-store.ts';
import { emulateStacks, hasStackApi } from './emulated-stacks.ts';
import type { FilePack } from './fs/inode-tree.ts';
import { MemoryFileSystem } from './fs/memory-file-system.ts';
import type { Any } from './host.ts';
import { installJsonParse } from './json-errors.ts';
import type {
  BootMessage,
  KernelMessage,
  PacksMessage,
  ProcessMessage,
  ReadyFile,
  StartMessage,
} from './kernel/messages.ts';
import { addMissingBuiltins } from './missing-builtins.ts';
import { createNetworkDevice } from './net/worker-network.ts';
import { NodeProcess, ProcessEnded } from './node-process.ts';
import { Outbox } from './outbox.ts';
import { OutputGate } from './output-gate.ts';
import { exposeSharedArrayBuffer, removeForeignGlobals } from './realm-cleaning.ts';
import { StandardStreams } from './standard-streams.ts';
import type { ThreadFacts } from './threads/messages.ts';
import { createThreadDevice, type ThreadLines } from './threads/thread-device.ts';
import { ThrowLedger } from './throw-ledger.ts';
import { installContextTracking } from './transform/context-tracking.ts';
import { installImportingFunction } from './transform/importing-function.ts';
import { runWhenIdle } from './warm-up.ts';

const UV_ESRCH = -3;
/** SIGCHLD, SIGCONT, SIGURG, SIGWINCH: by default, they end nothing. */
const IGNORED_SIGNALS = new Set([17, 18, 23, 28]);

const scope = globalThis as Any;
const postMessage = scope.postMessage.bind(scope) as (message: ProcessMessage) => void;
/** What connections and the event loop send with. */
const ports = scope.MessagePort.prototype;
let ended = false;
/** Tells the kernel that the process has ended, once. */
let leave: (() => void) | undefined;
let waitsForThreads = false;
const outbox = new Outbox<ProcessMessage>(
  (message) => postMessage(message),
  () => postMessage({ type: 'mark' } satisfies ProcessMessage),
);
const send = (message: ProcessMessage, bytes = 0) => {
  if (!ended) outbox.send(message, bytes);
};

addMissingBuiltins(scope);
const throws = new ThrowLedger();
const stacks = hasStackApi(scope) ? undefined : emulateStacks(scope, () => nodeProcess?.stackSources);
const tracking = installContextTracking(scope, undefined, stacks?.translate, throws.noteRunner);
installImportingFunction(scope);
installJsonParse(scope, throws.noteText);
Object.assign(tracking.runtime, {
  // That the library throws on what the program did wrong says nothing of where.
  W: <T>(value: T, name: string, line: number, column: number): T =>
    name.startsWith('node:') && stacks?.isUnseen(value)
      ? value
      : throws.record(tracking.runtime.X(value, undefined) as T, name, line, column),
  E: (error: unknown) => stacks?.translate(error),
});
const output = new OutputGate((piece) => send({ type: 'output', piece }, piece.bytes.length));
let nodeProcess: NodeProcess | undefined;
let files: MemoryFileSystem | undefined;
let code: CodeStore;
let packs: ReadonlyMap<string, FilePack> = new Map();
let network: ReturnType<typeof createNetworkDevice> | undefined;
let streams: StandardStreams | undefined;
let children: ChildProcesses | undefined;
let thread: ThreadFacts | undefined;
let ownPid: number | undefined;
let threads: ThreadLines | undefined;
let warmUp: ReturnType<typeof runWhenIdle> | undefined;
let readySteps: Generator<void>;

function* loadModules(target: NodeProcess, ids: readonly string[]): Generator<void> {
  for (const id of ids) yield target.loadModule(id);
}

function* prepareFiles(target: NodeProcess, files: readonly ReadyFile[]): Generator<void> {
  for (const { pack, index, path } of files) {
    yield target.prepareFile(path, code.compiledText(path, pack, index) ?? '');
  }
}

function* inOrder(...parts: readonly Generator<void>[]): Generator<void> {
  for (const part of parts) yield* part;
}

/**
 * Ends the process. The thread lives on until the kernel has ended it, so from here on nothing that runs can be seen:
 * nothing is sent any more, and an exception unwinds whatever called this. A `catch` may hold that up, to no effect.
 */
function exit(code: number, signal: number): never {
  if (!ended) {
    // A thread that is ended has its work cancelled.
    if (!thread && signal === 0) nodeProcess?.loop.finishWorks();
    nodeProcess?.loop.stop();
    leave = () => {
      leave = undefined;
      network?.shutdown();
      // The system has eight bits for it; a thread has its parent to tell.
      outbox.send({ type: 'exit', code: thread ? code : code & 0xff, signal });
    };
    ended = true;
    // What its threads wrote to a stream of its parent comes by way of the kernel, and before the answer.
    waitsForThreads = streams?.leadToParent === true && threads?.haveStarted === true;
    if (waitsForThreads) outbox.send({ type: 'leaves' });
    leaveWhenWritten();
  }
  throw new ProcessEnded();
}

/**
 * Ends the process, or the worker that none has used yet, because the engine failed in it. That may be for want of code,
 * so nothing is called here that is not there for sure.
 */
function fail(error: unknown): never {
  if (!ended) {
    ended = true;
    postMessage({ type: 'failed', reason: (error as Error).message });
    // Programs that catch what is thrown here would answer with it.
    ports.postMessage = () => {};
    nodeProcess?.loop.stop();
  }
  throw new ProcessEnded();
}

/** A process that ends early may have written to streams of its parent before it was told where they are. */
function leaveWhenWritten(): void {
  const waiting = network?.inheritedThatWaits();
  if (waiting) waiting.onAttached = leaveWhenWritten;
  else if (!waitsForThreads) leave?.();
}

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;

function isFolder(tree: MemoryFileSystem, path: string): boolean {
  try {
    return (tree.stat(path).mode & S_IFMT) === S_IFDIR;
  } catch {
    return false;
  }
}

function sendBeforeBlocking(message: ProcessMessage): void {
  if (!ended) outbox.sendBeforeBlocking(message);
}

function boot(message: BootMessage): void {
  thread = message.thread;
  // Sent past the outbox, whose code may be what is waited for.
  code = new CodeStore(message.code, { ask: (wanted) => postMessage({ type: 'waits', wanted }), fail });
  Object.assign(tracking.runtime, { L: code.cutFunctions.call, M: code.cutFunctions.load });
  nodeProcess = new NodeProcess({
    facts: message.facts,
    code,
    tracking,
    throws,
    thread,
    ...(stacks && { stacks }),
    outlets: {
      write: (fd, bytes) => streams?.write(fd, bytes),
      exit,
      onStdin: (listener) => streams?.onStdin(listener),
      readStdin: (into) => streams?.read(into),
      setSignalHandled: (signal, handled) => send({ type: 'handles-signal', signal, handled }),
      kill(pid, signal) {
        if (pid === ownPid && !thread && signal !== 0 && !IGNORED_SIGNALS.has(signal)) {
          // What a process sends itself has no way to go, and it takes effect before the call returns.
          return nodeProcess?.signal(signal) ? 0 : exit(0, signal);
        }
        if (!children?.mayExist(pid)) return UV_ESRCH;
        send({ type: 'kill', pid, signal });
        return 0;
      },
    },
  });
  joinWaitsToLoop(scope, nodeProcess.loop);
  removeForeignGlobals(scope, message.facts.globals);
  exposeSharedArrayBuffer(scope);
  nodeProcess.bootstrap();
  send({ type: 'booted' });
  readySteps = loadModules(nodeProcess, message.readyModules);
  warmUp = runWhenIdle(readySteps, { onDone: () => {}, onFailure: fail });
}

function addPacks({ packs: added, readyFiles }: PacksMessage): void {
  code.addPacks(added);
  packs = code.filePacks();
  warmUp?.stop();
  warmUp = runWhenIdle(inOrder(readySteps, prepareFiles(nodeProcess as NodeProcess, readyFiles)), {
    onDone: () => send({ type: 'warm' }),
    onFailure: fail,
  });
}

function start(message: StartMessage): void {
  ownPid = message.pid;
  files = new MemoryFileSystem({ origin: message.pid, snapshot: message.files, packs, cwd: message.cwd });
  files.onChange = (change) => send({ type: 'fs', change }, 'bytes' in change ? change.bytes.length : 0);
  const { loop } = nodeProcess as NodeProcess;
  network = createNetworkDevice(
    message.network,
    (out) => {
      if (!ended || leave) outbox.send(out);
    },
    (callback) => loop.atRest(callback),
  );
  const device = network;
  streams = new StandardStreams({
    targets: message.stdio,
    inherit: (fd) => device.inherit(fd),
    writeToEngine: (fd, bytes) => output.write(fd, bytes, causeOf(tracking.current())),
    waitForInput: (offset, into) => waitForInput(offset, into, sendBeforeBlocking),
  });
  const tree = files;
  const folders = { cwd: () => tree.cwd(), has: (path: string) => isFolder(tree, path) };
  children = createChildProcesses(message.pid, device, folders, send, sendBeforeBlocking);
  threads = createThreadDevice(message.pid, thread, message.thread?.port, () => tree.cwd(), send);
  (nodeProcess as NodeProcess).start({
    threads: threads.device,
    spawn: children.spawn,
    spawnAndWait: children.spawnAndWait,
    pid: message.thread?.processPid ?? message.pid,
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
      try {
        boot(message);
      } catch (error) {
        fail(error);
      }
      break;
    case 'packs':
      if (!ended) addPacks(message);
      break;
    case 'start':
      warmUp?.stop();
      if (!ended) start(message);
      break;
    case 'stdin':
      streams?.push(message.data);
      break;
    case 'shared-output':
      streams?.write(message.fd, message.bytes);
      break;
    case 'may-leave':
      waitsForThreads = false;
      leaveWhenWritten();
      break;
    case 'child-exit':
      if (threads?.onExit(message.pid, message.code, message.signal)) break;
      children?.onExit(message.pid, message.code, message.signal);
      break;
    case 'wire':
    case 'wire-close':
    case 'broadcast':
      threads?.receive(message);
      break;
    case 'marked':
      outbox.answered();
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
  // A failure before the boot is the kernel's to report.
  if (!nodeProcess?.booted) return;
  event.preventDefault();
  if (ended) return;
  // Only V8 names the program's own script here.
  const thrownAt = stacks ? undefined : { name: event.filename, line: event.lineno, column: event.colno };
  const target = nodeProcess;
  tracking.runIn(tracking.frameOfRejection(undefined, event.error), () =>
    target.uncaught(event.error, false, thrownAt),
  );
});

scope.addEventListener('unhandledrejection', (event: PromiseRejectionEvent) => {
  event.preventDefault();
  if (ended) return;
  nodeProcess?.promiseRejected(event.promise, event.reason);
});

scope.addEventListener('rejectionhandled', (event: PromiseRejectionEvent) => {
  nodeProcess?.promiseHandledLate(event.promise);
});
