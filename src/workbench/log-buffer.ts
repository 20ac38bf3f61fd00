import type { OutputChunk } from '../engine/engine.ts';

/** A line of the log. `note` lines are the workbench's own: a start, an end. */
export interface LogLine {
  readonly id: number;
  readonly stream: OutputChunk['stream'] | 'note';
  readonly text: string;
}

export interface LogLimits {
  readonly lines: number;
  /** Characters kept of one line. */
  readonly lineLength: number;
}

// Colours and cursor movements: the log has colours of its own.
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character.
const escapes = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

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

  constructor(limits: LogLimits = { lines: 5000, lineLength: 10_000 }) {
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

  append({ stream, data }: Pick<OutputChunk, 'stream' | 'data'>): void {
    const text = data.replace(escapes, '').replaceAll('\r\n', '\n');
    if (text === '') return;
    const parts = text.split('\n');
    const ended = parts.at(-1) === '';
    if (ended) parts.pop();
    for (const part of parts) {
      const last = this.#lines.at(-1);
      if (this.#open && last?.stream === stream)
        this.#lines[this.#lines.length - 1] = this.#line(last.id, stream, last.text + part);
      else this.#push(stream, part);
      this.#open = false;
    }
    this.#open = !ended;
    this.#trim();
  }

  /** A line of the workbench's own. */
  note(text: string): void {
    this.#push('note', text);
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

  #push(stream: LogLine['stream'], text: string): void {
    this.#lines.push(this.#line(this.#nextId++, stream, text));
  }

  #line(id: number, stream: LogLine['stream'], text: string): LogLine {
    const { lineLength } = this.#limits;
    if (text.length <= lineLength) return { id, stream, text };
    return { id, stream, text: `${text.slice(0, lineLength)} … (line cut)` };
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
