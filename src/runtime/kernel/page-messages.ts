/** What the kernel and its page say to each other, next to the calls of `main.ts`. */
import type { ExitStatus } from '../../engine/engine.ts';
import type { PackStart } from '../code-store.ts';
import type { LazyFile } from '../fs/mount-lazy.ts';
import type { NodeFacts } from '../node-facts.ts';

/** What the page sends along when it connects. */
export interface KernelAssets {
  readonly packages: readonly PackedPackages[];
  /** Bytes of those packs' files that come after, by the names of `code-store.ts`. */
  readonly lateSizes: Readonly<Record<string, number>>;
}

/** What the frame's document holds of the library. */
export interface FramedLibrary {
  readonly facts: NodeFacts;
  /** What a start needs, by module id. */
  readonly sources: Readonly<Record<string, string>>;
  /** Bytes of the files of worker and library that come after, by the names of `code-store.ts`. */
  readonly lateSizes: Readonly<Record<string, number>>;
}

/** Packages that programs can import, and what a start needs of them. */
export interface PackedPackages extends PackStart {
  readonly name: string;
  readonly files: readonly LazyFile[];
  /** The files that a typical server loads first, in that order. */
  readonly start: readonly number[];
}

export interface SpawnRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Everything that the kernel tells the page without being asked. */
export type KernelEvent =
  | {
      readonly event: 'output';
      readonly pid: number;
      /** In the order of writing; `at` in milliseconds since the process was started. */
      readonly pieces: readonly {
        readonly stream: 'stdout' | 'stderr';
        readonly bytes: Uint8Array;
        readonly at: number;
        readonly cause?: number | undefined;
      }[];
    }
  | {
      readonly event: 'spawn';
      readonly pid: number;
      readonly command: string;
      readonly args: readonly string[];
    }
  /** A worker waits for its program with all that can be ready before. */
  | { readonly event: 'warm' }
  /** A program waits for the late files. */
  | { readonly event: 'waits'; readonly wanted: string }
  | { readonly event: 'exit'; readonly pid: number; readonly status: ExitStatus }
  | { readonly event: 'port'; readonly port: number; readonly state: 'open' | 'close'; readonly pid: number };
