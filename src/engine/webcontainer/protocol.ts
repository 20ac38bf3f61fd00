/**
 * What the engine and its resident program inside the container say to each other.
 *
 * A container's process has one text stream each way, and that may be a terminal's: what is written to it can come back
 * as an echo, line ends can change, and a character of several bytes can be cut in two. So a message is one line of
 * ASCII: a mark that tells its direction, then JSON with all else escaped; bytes are base64. Other lines mean nothing.
 */
export type ToGuest =
  | {
      readonly type: 'spawn';
      readonly key: number;
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      /** Relative to the folder of programs. */
      readonly cwd: string;
    }
  | { readonly type: 'stdin'; readonly pid: number; readonly data: string | null }
  | { readonly type: 'kill'; readonly pid: number; readonly signal: string }
  /** So many bytes of output have been taken: as many more may be sent. */
  | { readonly type: 'credit'; readonly pid: number; readonly bytes: number }
  | {
      readonly type: 'request';
      readonly id: number;
      readonly port: number;
      readonly method: string;
      readonly path: string;
      readonly headers: readonly (readonly [string, string])[];
    }
  /** A piece of a request's body; `null` ends it. */
  | { readonly type: 'body'; readonly id: number; readonly data: string | null }
  | { readonly type: 'hang-up'; readonly id: number }
  | { readonly type: 'ping' }
  /** End all programs, then yourself. */
  | { readonly type: 'quit' };

export type FromGuest =
  | {
      readonly type: 'hello';
      /** `process.versions.node` */
      readonly node: string;
      /** Whether `AsyncLocalStorage` keeps its store across `await`, as it was tried. */
      readonly keepsContext: boolean;
    }
  | { readonly type: 'spawned'; readonly key: number; readonly pid: number }
  | {
      readonly type: 'not-spawned';
      readonly key: number;
      readonly missing: 'command' | 'folder' | 'else';
      readonly message: string;
    }
  | {
      readonly type: 'output';
      readonly pid: number;
      readonly stream: 'stdout' | 'stderr';
      readonly data: string;
      /** Milliseconds since the program was spawned. */
      readonly at: number;
    }
  | {
      readonly type: 'exit';
      readonly pid: number;
      readonly code: number | null;
      readonly signal: string | null;
    }
  | {
      readonly type: 'head';
      readonly id: number;
      readonly status: number;
      readonly statusText: string;
      readonly headers: readonly (readonly [string, string])[];
      readonly firstByte: number;
    }
  | { readonly type: 'data'; readonly id: number; readonly data: string }
  | { readonly type: 'end'; readonly id: number; readonly complete: boolean; readonly total: number }
  /** No response. `code` is the one of Node's error; `unwritable` where the request could not be written. */
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: 'pong' };

export const marks = { toGuest: '<', fromGuest: '>' } as const;

/** How much of a program's output may be on its way, in bytes. */
export const outputWindow = 2 ** 20;

/** A message as a line with its end. */
export function lineFromMessage(mark: string, message: ToGuest | FromGuest): string {
  const json = JSON.stringify(message).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${mark}${json}\n`;
}

/** Puts pieces of a stream together to messages; lines without the mark are passed over. */
export class LineReader<Message> {
  readonly #mark: string;
  readonly #onMessage: (message: Message) => void;
  #open: string[] = [];

  constructor(mark: string, onMessage: (message: Message) => void) {
    this.#mark = mark;
    this.#onMessage = onMessage;
  }

  add(piece: string): void {
    const lines = piece.split('\n');
    const last = lines.pop() as string;
    for (const line of lines) {
      this.#open.push(line);
      const whole = this.#open.join('').trimEnd();
      this.#open = [];
      const begin = whole.indexOf(this.#mark);
      // What another program wrote without a line end may stand before the mark, but not JSON of the other direction.
      if (begin === -1 || !whole.startsWith(`${this.#mark}{"type"`, begin)) continue;
      const message = parse(whole.slice(begin + 1));
      if (message !== undefined) this.#onMessage(message as Message);
    }
    if (last !== '') this.#open.push(last);
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
