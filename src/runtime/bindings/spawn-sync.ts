import type { Any, Binding, Host } from '../host.ts';
import type { ChildRequest } from './process-wrap.ts';
import { unavailable } from './unavailable.ts';

const UV_ETIMEDOUT = -110;
const UV_ENOBUFS = -105;

/** A child that is waited for; output of descriptors with `pipe` comes back. */
export interface AwaitedRequest extends Pick<ChildRequest, 'file' | 'args' | 'cwd' | 'env'> {
  readonly stdio: readonly { readonly type: string; readonly input?: Uint8Array }[];
  /** Milliseconds; 0 for none. */
  readonly timeout: number;
  readonly mostBytes: number;
  readonly killSignal: number;
}

export interface AwaitedOutcome {
  readonly pid: number;
  readonly code: number;
  /** Empty where the child ended by itself. */
  readonly signal: string;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly isTimedOut: boolean;
}

/** Starts another process and blocks until it has ended; a negative errno where it cannot. */
export type SpawnAndWait = (request: AwaitedRequest) => AwaitedOutcome | number;

/**
 * `internalBinding('spawn_sync')`. What the child does to files is seen by the parent at its next task, because it is
 * told of that by messages.
 */
export function createSpawnSyncBinding(host: Partial<Pick<Host, 'spawnAndWait' | 'builtin'>>): Binding {
  return {
    spawn({ file, args, cwd, envPairs, stdio, timeout = 0, maxBuffer, killSignal }: Any): Any {
      const mostBytes = maxBuffer === undefined ? Number.POSITIVE_INFINITY : maxBuffer;
      const outcome = host.spawnAndWait
        ? host.spawnAndWait({
            file,
            args,
            cwd,
            env: envPairs ?? [],
            stdio,
            timeout,
            mostBytes,
            killSignal: killSignal || 15,
          })
        : unavailable(
            'child_process.spawnSync',
            'a process cannot stop to wait for another one; use `spawn`',
          );
      if (typeof outcome === 'number')
        return { error: outcome, status: null, signal: null, output: null, pid: 0 };
      const { Buffer } = host.builtin?.('buffer') ?? {};
      const streams = [undefined, outcome.stdout, outcome.stderr];
      const isFull = outcome.stdout.length > mostBytes || outcome.stderr.length > mostBytes;
      const error = outcome.isTimedOut ? UV_ETIMEDOUT : isFull ? UV_ENOBUFS : undefined;
      return {
        pid: outcome.pid,
        status: outcome.signal === '' ? outcome.code : null,
        signal: outcome.signal === '' ? null : outcome.signal,
        output: stdio.map(({ type }: { type: string }, fd: number) => {
          const bytes = type === 'pipe' ? streams[fd] : undefined;
          return bytes ? Buffer.from(bytes) : null;
        }),
        ...(error !== undefined && { error }),
      };
    },
  };
}
