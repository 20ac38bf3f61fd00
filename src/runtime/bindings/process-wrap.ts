import type { Any, Binding, Host } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** What `child_process.spawn` asks for, as the library passes it. */
export interface ChildRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  /** `NAME=value`. */
  readonly env: readonly string[];
  /** One entry per descriptor: `type` is `ignore`, `pipe` or `overlapped` (with `handle`), `wrap`, `inherit` or `fd`. */
  readonly stdio: readonly { readonly type: string; readonly handle?: Any; readonly fd?: number }[];
}

export interface Child {
  readonly pid: number;
  /** 0 or a negative errno. */
  kill(signal: number): number;
}

/**
 * Starts another process of the engine; a negative errno where it cannot. `onExit` is called once, in any task: an exit
 * code and an empty string, or 0 and the name of a signal.
 */
export type SpawnChild = (
  request: ChildRequest,
  onExit: (code: number, signal: string) => void,
) => Child | number;

const UV_ESRCH = -3;

/** `internalBinding('process_wrap')`: child processes, where the host has `spawn`. */
export function createProcessWrapBinding(host: Host): Binding {
  const spawnChild = () => (host as { readonly spawn?: SpawnChild }).spawn;

  class Process extends host.HandleWrap {
    #child: Child | undefined;
    pid: number | undefined;
    declare onexit: Any;

    constructor() {
      super('PROCESSWRAP');
    }

    spawn(
      file: string,
      args: string[] = [file],
      cwd?: string,
      env: string[] = [],
      stdio: Any[] = [],
    ): number {
      const spawn = spawnChild() ?? unavailable('child_process', 'a process cannot start another one');
      const child = spawn({ file, args, cwd, env, stdio }, (code, signal) => {
        host.loop.post(() => {
          this.#child = undefined;
          this.makeCallback('onexit', code, signal);
        });
      });
      if (typeof child === 'number') return child;
      this.#child = child;
      this.pid = child.pid;
      this.setActive(true);
      return 0;
    }

    kill(signal: number): number {
      return this.#child ? this.#child.kill(signal) : UV_ESRCH;
    }
  }

  return {
    Process,
    constants: {
      kProcessFlagDetached: 1,
      kProcessFlagWindowsHide: 2,
      kProcessFlagWindowsVerbatimArguments: 4,
    },
  };
}
