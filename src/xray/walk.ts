/** A layer of an Express app, in the order of the walk; those of routers stand below their router. */
export interface Layer {
  /** `error` is one that declares four parameters. */
  readonly kind: 'use' | 'route' | 'error';
  /** `get`, `post`, `all` …; `use` for what is no route. */
  readonly method: string;
  /** Empty where every path matches. */
  readonly path: string;
  /** The name of its function; empty for a route's. */
  readonly name: string;
  /** How many routers it lies in. */
  readonly depth: number;
}

/**
 * What happened to a request beside the lines that ran for it.
 *
 * - `enter`: a layer was called, with the error that it was given, if it was given one.
 * - `leave`: an error left a layer, thrown, rejected or handed to `next`.
 * - `answered`: the answer was handed over; `byDefault` when Express's last handler had written it.
 * - `cut`: the connection closed before the answer was whole; `status` is what had been sent by then.
 * - `uncaught`: an error that came from it met the process.
 * - `exit`: the process ended, with a code.
 */
export type WalkNote = (
  | { readonly kind: 'enter'; readonly layer: number; readonly error: string | undefined }
  | { readonly kind: 'leave'; readonly layer: number; readonly error: string }
  | { readonly kind: 'answered'; readonly status: number; readonly byDefault: boolean }
  | { readonly kind: 'cut'; readonly status: number | undefined }
  | { readonly kind: 'uncaught'; readonly error: string }
  | { readonly kind: 'exit'; readonly code: number }
) & {
  /** Milliseconds since the request began. */
  readonly at: number;
  /** How many steps the request had taken before. */
  readonly after: number;
};

type Unplaced<T> = T extends WalkNote ? Omit<T, 'at' | 'after'> : never;

/** What a note of `recorder.cjs` says of the walk; `undefined` where it says nothing of it. */
export function walkNoteFrom(kind: string, more: unknown): Unplaced<WalkNote> | undefined {
  const said = (more ?? {}) as {
    readonly layer?: number;
    readonly error?: string | null;
    readonly status?: number | null;
    readonly byDefault?: boolean;
  };
  const { layer = -1, error, status, byDefault = false } = said;
  switch (kind) {
    case 'l':
      return { kind: 'enter', layer, error: error ?? undefined };
    case 'w':
      return { kind: 'leave', layer, error: error ?? '' };
    case 'r':
      return { kind: 'answered', status: status ?? 0, byDefault };
    case 'x':
      return { kind: 'cut', status: status ?? undefined };
    case 'u':
      return { kind: 'uncaught', error: String(more) };
    case 'e':
      return { kind: 'exit', code: Number(more) };
    default:
      return undefined;
  }
}
