/** What the kernel and its processes say to each other, next to the messages of files and network. */

import type { LibraryCode, PacksCode } from '../code-store.ts';
import type { FileSystemSnapshot, SharedChange } from '../fs/change.ts';
import type { EndpointMessage, NetworkSeed, SwitchMessage } from '../net/messages.ts';
import type { NodeFacts } from '../node-facts.ts';
import type { StreamTarget } from '../standard-streams.ts';
import type { MovedPort, ThreadFacts, ThreadMessage, ThreadRequest } from '../threads/messages.ts';
import type { AwaitedSpawn } from './awaited-child.ts';
import type { InputRequest } from './standard-input.ts';

/** Sent once to every worker, before it is needed. */
export interface BootMessage {
  readonly type: 'boot';
  readonly facts: NodeFacts;
  readonly code: LibraryCode;
  /** Where the worker is to be a thread of a process. */
  readonly thread?: ThreadFacts;
  /** Ids of modules that are loaded before the program is known. */
  readonly readyModules: readonly string[];
}

/** A file of a package that is compiled before the program is known; `path` as programs see it. */
export interface ReadyFile {
  readonly pack: string;
  readonly index: number;
  readonly path: string;
}

/** Sent once to every worker that has booted. */
export interface PacksMessage {
  readonly type: 'packs';
  readonly packs: PacksCode;
  readonly readyFiles: readonly ReadyFile[];
}

/** Makes a booted worker a process. */
export interface StartMessage {
  readonly type: 'start';
  readonly pid: number;
  readonly ppid: number;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Where descriptors 0, 1 and 2 lead. */
  readonly stdio: readonly StreamTarget[];
  readonly files: FileSystemSnapshot;
  readonly network: NetworkSeed;
  /** Of a thread: the process that it belongs to, and the way to the thread that started it. */
  readonly thread?: { readonly processPid: number; readonly port: MovedPort };
}

export type KernelMessage =
  | BootMessage
  | PacksMessage
  | StartMessage
  /** A child of the process has ended; `signal` is empty where it ended by itself. */
  | { readonly type: 'child-exit'; readonly pid: number; readonly code: number; readonly signal: string }
  | { readonly type: 'stdin'; readonly data: Uint8Array | null }
  /** The answer to `leaves`: all that was written by threads before it has been told. */
  | { readonly type: 'may-leave' }
  /** What was written by a thread or a child that shares this descriptor. */
  | { readonly type: 'shared-output'; readonly fd: 1 | 2; readonly bytes: Uint8Array }
  /** Output that the page has taken over. */
  | { readonly type: 'credit'; readonly bytes: number }
  /** The answer to a `mark`: everything before it has been taken over. */
  | { readonly type: 'marked' }
  | { readonly type: 'signal'; readonly signal: number }
  | { readonly type: 'fs'; readonly change: SharedChange }
  | ThreadMessage
  | SwitchMessage;

export interface OutputPiece {
  readonly fd: 1 | 2;
  readonly bytes: Uint8Array;
  /** When it was written: milliseconds since the epoch. */
  readonly at: number;
  /** The request that it is due to (`causes.ts`). */
  readonly cause?: number | undefined;
}

export type ProcessMessage =
  | { readonly type: 'booted' }
  /** All that is made ready before a program is known is ready. */
  | { readonly type: 'warm' }
  /** The engine itself failed in this worker: nothing runs there any more. */
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'mark' }
  /** The worker waits for what has not been downloaded yet. */
  | { readonly type: 'waits'; readonly wanted: string }
  | { readonly type: 'output'; readonly piece: OutputPiece }
  /** The process is about to end, and asks for what its threads have written. */
  | { readonly type: 'leaves' }
  | { readonly type: 'exit'; readonly code: number; readonly signal: number }
  | { readonly type: 'handles-signal'; readonly signal: number; readonly handled: boolean }
  | {
      readonly type: 'spawn';
      readonly pid: number;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly cwd: string;
      readonly stdio: readonly StreamTarget[];
      /** Where the process is blocked until its child has ended. */
      readonly awaited?: AwaitedSpawn;
    }
  /** The process is blocked until there is input. */
  | { readonly type: 'read-input'; readonly request: InputRequest }
  /** Asks for what an awaited child has written. */
  | { readonly type: 'fetch'; readonly pid: number; readonly into: SharedArrayBuffer }
  | ({ readonly type: 'thread'; readonly pid: number; readonly cwd: string } & ThreadRequest)
  | ThreadMessage
  | { readonly type: 'kill'; readonly pid: number; readonly signal: number }
  | { readonly type: 'fs'; readonly change: SharedChange }
  | EndpointMessage;
