import { type ChildProcess, spawn } from 'node:child_process';
import type { EngineProcess, ExitStatus, OutputChunk, Signal } from '../engine.ts';
import { EngineError } from '../errors.ts';

/** How long a descendant may hold the output open after the process itself has gone, in milliseconds. */
const drainLimit = 500;

/** A child process that leads a process group of its own, so that what it starts can be ended with it. */
export class NativeProcess implements EngineProcess {
  readonly pid: number;
  readonly output: ReadableStream<OutputChunk>;
  readonly exit: Promise<ExitStatus>;
  readonly #child: ChildProcess;
  #ended = false;

  private constructor(child: ChildProcess) {
    const startedAt = performance.now();
    this.#child = child;
    this.pid = child.pid as number;
    let controller!: ReadableStreamDefaultController<OutputChunk>;
    let wanted = true;
    this.output = new ReadableStream<OutputChunk>({
      start: (given) => {
        controller = given;
      },
      cancel: () => {
        wanted = false;
      },
    });
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.setEncoding('utf8').on('data', (data: string) => {
        if (wanted) controller.enqueue({ stream, data, at: performance.now() - startedAt });
      });
    }
    // A program that has ended does not read what is still being written to it: EPIPE is no news.
    child.stdin?.on('error', () => {});
    this.exit = new Promise((resolve) => {
      let limit: NodeJS.Timeout | undefined;
      child.once('exit', () => {
        this.#ended = true;
        limit = setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
        }, drainLimit);
      });
      child.once('close', (code, signal) => {
        clearTimeout(limit);
        if (wanted) controller.close();
        resolve({ code, signal: signal as ExitStatus['signal'] });
      });
    });
  }

  /** Starts `command[0]` with the rest as arguments; resolves when it runs. */
  static async start(
    [file, ...args]: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
  ): Promise<NativeProcess> {
    const child = spawn(file as string, args, { cwd, env, stdio: 'pipe', detached: true });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) =>
        reject(new EngineError('ERR_ENGINE_CRASHED', `\`${file}\` could not be started.`, { cause })),
      );
    });
    return new NativeProcess(child);
  }

  write(data: string | null): void {
    if (this.#ended) return;
    if (data === null) this.#child.stdin?.end();
    else this.#child.stdin?.write(data);
  }

  kill(signal: Signal = 'SIGTERM'): void {
    if (this.#ended) return;
    if (signal === 'SIGKILL') this.killGroup();
    else this.#child.kill(signal);
  }

  /** Ends the process and all that it started. */
  killGroup(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  }
}
