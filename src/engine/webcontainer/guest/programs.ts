import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type FromGuest, outputWindow, type ToGuest } from '../protocol.ts';

/** How long a descendant may hold the output open after the program itself has gone, in milliseconds. */
const drainLimit = 500;

interface Program {
  readonly child: ChildProcess;
  /** Bytes of output that are on their way. */
  inFlight: number;
  ended: boolean;
  killedBy: NodeJS.Signals | undefined;
}

/** The programs that the engine has started. */
export class Programs {
  readonly #root: string;
  readonly #send: (message: FromGuest) => void;
  readonly #programs = new Map<number, Program>();

  constructor(root: string, send: (message: FromGuest) => void) {
    this.#root = root;
    this.#send = send;
  }

  spawn({ key, command, args, env, cwd }: Extract<ToGuest, { type: 'spawn' }>): void {
    const folder = join(this.#root, cwd);
    const refuse = (missing: 'command' | 'folder' | 'else', message: string): void =>
      this.#send({ type: 'not-spawned', key, missing, message });
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      refuse('folder', `There is no folder \`${cwd}\`.`);
      return;
    }
    const { PATH = '', HOME = '' } = process.env;
    const startedAt = performance.now();
    const child = spawn(command, args, {
      cwd: folder,
      env: { PATH, HOME, ...env },
      stdio: 'pipe',
      // It leads a group of its own, so that what it starts can be ended with it.
      detached: true,
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) refuse(error.code === 'ENOENT' ? 'command' : 'else', error.message);
    });
    const { pid } = child;
    if (pid === undefined) return;
    const program: Program = { child, inFlight: 0, ended: false, killedBy: undefined };
    this.#programs.set(pid, program);
    this.#send({ type: 'spawned', key, pid });
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (bytes: Buffer) => {
        const at = performance.now() - startedAt;
        this.#send({ type: 'output', pid, stream, data: bytes.toString('base64'), at });
        program.inFlight += bytes.length;
        if (program.inFlight >= outputWindow) for (const each of outputsOf(program)) each.pause();
      });
    }
    // A program that has ended does not read what is still being written to it.
    child.stdin.on('error', () => {});
    let limit: NodeJS.Timeout | undefined;
    child.once('exit', () => {
      program.ended = true;
      for (const each of outputsOf(program)) each.resume();
      limit = setTimeout(() => {
        for (const each of outputsOf(program)) each.destroy();
      }, drainLimit);
    });
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      this.#programs.delete(pid);
      this.#send({ type: 'exit', pid, ...exitStatus(code, signal, program.killedBy) });
    });
  }

  write(pid: number, data: string | null): void {
    const stdin = this.#programs.get(pid)?.child.stdin;
    if (data === null) stdin?.end();
    else stdin?.write(data);
  }

  kill(pid: number, signal: NodeJS.Signals): void {
    const program = this.#programs.get(pid);
    if (!program || program.ended) return;
    program.killedBy = signal;
    if (signal === 'SIGKILL') killGroup(program.child);
    else program.child.kill(signal);
  }

  credit(pid: number, bytes: number): void {
    const program = this.#programs.get(pid);
    if (!program) return;
    program.inFlight -= bytes;
    if (program.inFlight < outputWindow) for (const each of outputsOf(program)) each.resume();
  }

  killAll(): void {
    for (const { child } of this.#programs.values()) killGroup(child);
  }
}

function outputsOf({ child }: Program): Readable[] {
  return [child.stdout, child.stderr].filter((each) => each !== null);
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), 'SIGKILL');
  } catch {
    // There are no groups here, or it is gone already.
  }
  child.kill('SIGKILL');
}

/** Where a signal's end is told as a code above 128, as shells do, it is a signal's end all the same. */
function exitStatus(
  code: number | null,
  signal: string | null,
  sent: NodeJS.Signals | undefined,
): { code: number | null; signal: string | null } {
  if (signal === null && sent !== undefined && code === 128 + constants.signals[sent]) {
    return { code: null, signal: sent };
  }
  return { code, signal };
}
