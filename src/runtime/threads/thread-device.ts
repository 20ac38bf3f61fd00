import type { ProcessMessage } from '../kernel/messages.ts';
import type { MovedPort, ThreadFacts, ThreadMessage, ThreadRequest } from './messages.ts';

/** What a process knows of threads: who it is, and how to start and reach others. */
export interface ThreadDevice {
  /** `undefined` in the main thread. */
  readonly self: ThreadFacts | undefined;
  /** The way to the thread that started this one. */
  readonly parentPort: MovedPort | undefined;
  /** A name that no other wire of the sandbox has. */
  newWire(): string;
  send(message: ThreadMessage): void;
  /** Hands over what comes for the wires and channels of this thread, and what has come so far. */
  listen(listener: (message: ThreadMessage) => void): void;
  start(request: ThreadRequest, onExit: (code: number) => void): { terminate(): void };
}

export interface ThreadLines {
  readonly device: ThreadDevice;
  /** Whether any thread was started here. */
  readonly haveStarted: boolean;
  receive(message: ThreadMessage): void;
  /** The kernel's word that a thread has ended; false where it is none of this device. */
  onExit(pid: number, code: number, signal: string): boolean;
}

/** Threads count as processes of the kernel, with numbers of their own. */
const FIRST_THREAD = 500;
const PIDS_PER_PROCESS = 1000;
const TERMINATED = 1;

export function createThreadDevice(
  pid: number,
  self: ThreadFacts | undefined,
  parentPort: MovedPort | undefined,
  cwd: () => string,
  send: (message: ProcessMessage) => void,
): ThreadLines {
  const threads = new Map<number, (code: number) => void>();
  const early: ThreadMessage[] = [];
  let listener: ((message: ThreadMessage) => void) | undefined;
  let wires = 0;
  let started = 0;
  return {
    device: {
      self,
      parentPort,
      newWire: () => `${pid}.${++wires}`,
      send,
      listen(next) {
        listener = next;
        for (const message of early.splice(0)) next(message);
      },
      start(request, onExit) {
        const thread = pid * PIDS_PER_PROCESS + FIRST_THREAD + ++started;
        threads.set(thread, onExit);
        send({ type: 'thread', pid: thread, cwd: cwd(), ...request });
        return { terminate: () => send({ type: 'kill', pid: thread, signal: 9 }) };
      },
    },
    get haveStarted() {
      return started > 0;
    },
    receive(message) {
      if (listener) listener(message);
      else early.push(message);
    },
    onExit(thread, code, signal) {
      const onExit = threads.get(thread);
      threads.delete(thread);
      onExit?.(signal === '' ? code : TERMINATED);
      return onExit !== undefined;
    },
  };
}
