import type { Child, ChildRequest, SpawnChild } from './bindings/process-wrap.ts';
import type { SpawnAndWait } from './bindings/spawn-sync.ts';
import { unavailable } from './bindings/unavailable.ts';
import { awaited, awaitedState } from './kernel/awaited-child.ts';
import type { ProcessMessage } from './kernel/messages.ts';
import { signalName } from './kernel/signals.ts';
import { InheritedConnection } from './net/inherited-connection.ts';
import type { NetworkDevice } from './net/network-device.ts';
import { withoutShell } from './shell.ts';
import type { StreamTarget } from './standard-streams.ts';

const UV_ENOENT = -2;
/** Children of a process get numbers of its own, because `spawn` has to name one at once. */
const PIDS_PER_PROCESS = 1000;

export interface ChildProcesses {
  readonly spawn: SpawnChild;
  readonly spawnAndWait: SpawnAndWait;
  /** Whether there may be a process with this number: of its own children a process knows. */
  mayExist(pid: number): boolean;
  /** The kernel's word that a child has ended. */
  onExit(pid: number, code: number, signal: string): void;
}

/** Starts processes on behalf of one; `name` of a signal is empty where a child ended by itself. */
export function createChildProcesses(
  pid: number,
  network: NetworkDevice,
  folders: { cwd(): string; has(path: string): boolean },
  send: (message: ProcessMessage) => void,
  sendBeforeBlocking: (message: ProcessMessage) => void,
): ChildProcesses {
  const children = new Map<number, (code: number, signal: string) => void>();
  let count = 0;
  const isAncestor = (other: number): boolean => {
    let number = pid;
    while (number > other) number = Math.floor(number / PIDS_PER_PROCESS);
    return number === other;
  };
  /** The child of this process that a process descends from, if it does. */
  const rootAmong = (other: number): number => {
    let number = other;
    while (number > pid * PIDS_PER_PROCESS + PIDS_PER_PROCESS) number = Math.floor(number / PIDS_PER_PROCESS);
    return number;
  };
  return {
    spawn(asked, onExit): Child | number {
      const request = withoutShell(asked);
      if (!canStart(request, folders)) {
        // The library goes on with its ends of the pipes, as after a failed `exec`: they read an end.
        for (const { handle } of request.stdio) handle?.adopt(endedConnection());
        return UV_ENOENT;
      }
      const child = pid * PIDS_PER_PROCESS + ++count;
      children.set(child, onExit);
      send({
        type: 'spawn',
        pid: child,
        args: request.args.slice(1),
        env: environment(request),
        cwd: request.cwd ?? folders.cwd(),
        stdio: [0, 1, 2].map((fd) => streamTarget(request.stdio[fd])),
      });
      // After the kernel knows of the child: these ask it for a line to the child.
      for (const [fd, { type, handle }] of request.stdio.entries()) {
        if (type === 'pipe' || type === 'overlapped') handle?.adopt(network.bequeath(child, fd));
      }
      return {
        pid: child,
        kill(signal) {
          send({ type: 'kill', pid: child, signal });
          return 0;
        },
      };
    },
    spawnAndWait(asked) {
      const request = withoutShell(asked);
      // Elsewhere nobody would end the wait.
      if (!crossOriginIsolated) refuseToWait();
      if (!canStart(request, folders)) return UV_ENOENT;
      const child = pid * PIDS_PER_PROCESS + ++count;
      const control = new Int32Array(new SharedArrayBuffer(4 * awaited.size));
      try {
        sendBeforeBlocking({
          type: 'spawn',
          pid: child,
          args: request.args.slice(1),
          env: environment(request),
          cwd: request.cwd ?? folders.cwd(),
          stdio: [0, 1, 2].map((fd) => awaitedTarget(fd, request.stdio[fd]?.type)),
          awaited: {
            control: control.buffer as SharedArrayBuffer,
            mostBytes: request.mostBytes,
            killSignal: request.killSignal,
            input: Uint8Array.from(request.stdio[0]?.input ?? []),
          },
        });
      } catch {
        // WebKit refuses to send shared memory out of a frame of opaque origin.
        refuseToWait();
      }
      const isTimedOut =
        request.timeout > 0 &&
        Atomics.wait(control, awaited.state, awaitedState.runs, request.timeout) === 'timed-out';
      if (isTimedOut) sendBeforeBlocking({ type: 'kill', pid: child, signal: request.killSignal });
      Atomics.wait(control, awaited.state, awaitedState.runs);
      if (control[awaited.errno]) return control[awaited.errno] as number;
      const [stdoutBytes = 0, stderrBytes = 0] = control.subarray(awaited.stdoutBytes);
      const into = new SharedArrayBuffer(stdoutBytes + stderrBytes);
      sendBeforeBlocking({ type: 'fetch', pid: child, into });
      Atomics.wait(control, awaited.state, awaitedState.ended);
      const signal = control[awaited.signal] as number;
      return {
        pid: child,
        code: control[awaited.code] as number,
        signal: signal === 0 ? '' : signalName(signal),
        stdout: new Uint8Array(into, 0, stdoutBytes),
        stderr: new Uint8Array(into, stdoutBytes),
        isTimedOut,
      };
    },
    // Of other processes it does not know; their numbers are below those of their children.
    mayExist: (other) => other < PIDS_PER_PROCESS || isAncestor(other) || children.has(rootAmong(other)),
    onExit(child, code, signal) {
      const listener = children.get(child);
      children.delete(child);
      // The ends of its streams and of its channel come first: those went with it.
      if (listener) network.whenGone(() => listener(code, signal));
    },
  };
}

function refuseToWait(): never {
  unavailable('child_process.spawnSync', 'this page shares no memory between processes; use `spawn`');
}

function canStart(
  { file, cwd }: Pick<ChildRequest, 'file' | 'cwd'>,
  folders: { has(path: string): boolean },
): boolean {
  return (typeof cwd !== 'string' || folders.has(cwd)) && /(?:^|\/)node$/.test(file);
}

function awaitedTarget(fd: number, type: string | undefined): StreamTarget {
  if (type === undefined || type === 'ignore') return 'nowhere';
  if (fd === 0) return type === 'pipe' ? 'engine' : 'nowhere';
  return type === 'pipe' ? 'kept' : 'engine';
}

function endedConnection(): InheritedConnection {
  const connection = new InheritedConnection();
  connection.onEnd();
  return connection;
}

function streamTarget(entry: ChildRequest['stdio'][number] | undefined): StreamTarget {
  if (entry?.type === 'pipe' || entry?.type === 'overlapped') return 'parent';
  return entry === undefined || entry.type === 'ignore' ? 'nowhere' : 'engine';
}

function environment(request: Pick<ChildRequest, 'env'>): Record<string, string> {
  return Object.fromEntries(
    request.env.map((line) => {
      const at = line.indexOf('=', 1);
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
