import type { OutputChunk } from '../engine/engine.ts';
import { type AnsiSpan, readAnsi } from './ansi.ts';

/**
 * The request that something is due to, by its exchange’s id: `null` where the engine says that there is none, `undefined`
 * where it does not say.
 */
export type Cause = number | null | undefined;

/** A line of the log. `note` lines are the workbench's own: a start, an end. */
export interface LogLine {
  readonly id: number;
  readonly stream: OutputChunk['stream'] | 'note';
  /** As it was written, without colours. */
  readonly text: string;
  /** Runs of colour, where it was written in colours. */
  readonly spans: readonly AnsiSpan[] | undefined;
  /** When its first piece arrived: `Date.now()`. */
  readonly at: number;
  readonly cause: Cause;
}

/** A piece of what a process wrote. */
type Piece = Pick<OutputChunk, 'stream' | 'data'> & { readonly cause?: Cause };

export interface LogLimits {
  readonly lines: number;
  /** Characters kept of one line. */
  readonly lineLength: number;
}

/**
 * The last lines that a process wrote, both streams in the order of writing. A line that is not ended yet is there
 * already and grows; a piece of the other stream in between ends it. Older lines than the limit are counted, not kept.
 */
export class LogBuffer {
  readonly #limits: LogLimits;
  #lines: LogLine[] = [];
  #nextId = 0;
  #dropped = 0;
  #open = false;
  /** The last line as it was written, with its colours: more of it may come. */
  #written = '';

  constructor(limits: LogLimits = { lines: 100_000, lineLength: 10_000 }) {
    this.#limits = limits;
  }

  /** The kept lines, oldest first. */
  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** How many lines were let go since the last `clear`. */
  get dropped(): number {
    return this.#dropped;
  }

  append({ stream, data, cause }: Piece, at = Date.now()): void {
    if (data === '') return;
    const parts = data.replaceAll('\r\n', '\n').split('\n');
    const ended = parts.at(-1) === '';
    if (ended) parts.pop();
    for (const part of parts) {
      const last = this.#lines.at(-1);
      if (this.#open && last?.stream === stream) this.#grow(last, part);
      else this.#push(stream, part, at, cause);
      this.#open = false;
    }
    this.#open = !ended;
    this.#trim();
  }

  /** A line of the workbench's own. */
  note(text: string, at = Date.now()): void {
    this.#push('note', text, at, undefined);
    this.#open = false;
    this.#trim();
  }

  clear(): void {
    this.#lines = [];
    this.#dropped = 0;
    this.#open = false;
  }

  /** What the kept lines of one stream say, joined. */
  text(stream: OutputChunk['stream']): string {
    return this.#lines
      .filter((line) => line.stream === stream)
      .map((line) => line.text)
      .join('\n');
  }

  #push(stream: LogLine['stream'], written: string, at: number, cause: Cause): void {
    this.#written = written;
    this.#lines.push(this.#line({ id: this.#nextId++, stream, at, cause }, written));
  }

  #grow(line: LogLine, part: string): void {
    const { lineLength } = this.#limits;
    // Four times the limit is room for colours; what is beyond that is cut anyway.
    if (this.#written.length <= lineLength * 4) this.#written += part;
    this.#lines[this.#lines.length - 1] = this.#line(line, this.#written);
  }

  #line({ id, stream, at, cause }: Omit<LogLine, 'text' | 'spans'>, written: string): LogLine {
    const { lineLength } = this.#limits;
    const { text, spans } = readAnsi(written);
    if (text.length <= lineLength) return { id, stream, text, spans, at, cause };
    const cut = `${text.slice(0, lineLength)} … (line cut)`;
    return { id, stream, text: cut, spans: undefined, at, cause };
  }

  #trim(): void {
    // A tenth more than the limit is let in, so that a flood does not copy the list for each line.
    const { lines } = this.#limits;
    if (this.#lines.length <= lines * 1.1) return;
    const surplus = this.#lines.length - lines;
    this.#lines = this.#lines.slice(surplus);
    this.#dropped += surplus;
  }
}
