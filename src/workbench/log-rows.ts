import type { LogLine } from './log-buffer.ts';
import { type LogFacts, readLine } from './log-facts.ts';
import { type LogLevel, logLevels } from './log-levels.ts';

/** One line of the log as it is drawn. All rows have the same height. */
export type LogRow =
  | { readonly kind: 'line'; readonly line: LogLine; readonly facts: LogFacts }
  /** Frames of libraries, one after the other; `open` shows them as lines. */
  | { readonly kind: 'folded'; readonly id: number; readonly lines: readonly LogLine[] };

export interface LogFilter {
  /** The least severe level that is shown. */
  readonly level: LogLevel;
  /** What a line has to hold, whatever its case. */
  readonly text: string;
  /** Whether a line is of the request to which the log is narrowed. */
  readonly belongs: ((line: LogLine) => boolean) | undefined;
}

export const noFilter: LogFilter = { level: 'trace', text: '', belongs: undefined };

/** The rows of a log, brought up to date with as little work as what is new. */
export class LogRows {
  #rows: LogRow[] = [];
  #filter: LogFilter = noFilter;
  #opened: ReadonlySet<number> = new Set();
  #nextId = 0;
  #firstId = 0;
  /** Whether the line before, to which a frame belongs, was let through. */
  #through = true;

  get rows(): readonly LogRow[] {
    return this.#rows;
  }

  /** Takes over what was written since the last time; another filter, or a log that begins anew, starts from the top. */
  update(lines: readonly LogLine[], filter: LogFilter, opened: ReadonlySet<number>): readonly LogRow[] {
    const firstId = lines[0]?.id ?? 0;
    const shrunk = (lines.at(-1)?.id ?? -1) < this.#nextId - 1;
    if (filter !== this.#filter || opened !== this.#opened || shrunk) {
      this.#rows = [];
      this.#nextId = firstId;
      this.#firstId = firstId;
      this.#through = true;
    }
    this.#filter = filter;
    this.#opened = opened;
    if (firstId > this.#firstId) {
      const from = this.#rows.findIndex((row) => lastIdOf(row) >= firstId);
      this.#rows = from === -1 ? [] : this.#rows.slice(from);
      this.#firstId = firstId;
    }
    // The last line may have grown since.
    const from = Math.max(0, this.#nextId - firstId - 1);
    const last = this.#rows.at(-1);
    const grown = lines[from];
    if (last?.kind === 'line' && grown?.id === last.line.id && grown !== last.line) {
      this.#rows[this.#rows.length - 1] = { kind: 'line', line: grown, facts: readLine(grown) };
    }
    for (let i = Math.max(0, this.#nextId - firstId); i < lines.length; i++) this.#add(lines[i] as LogLine);
    this.#nextId = (lines.at(-1)?.id ?? firstId - 1) + 1;
    return this.#rows;
  }

  #add(line: LogLine): void {
    const facts = readLine(line);
    // What belongs to the line before goes where that one went.
    if (!facts.continues) {
      this.#through = this.#passes(line, facts);
    }
    if (!this.#through) return;
    const last = this.#rows.at(-1);
    if (facts.frame === 'library' && !this.#opened.has(line.id)) {
      if (last?.kind === 'folded' && last.lines.at(-1)?.id === line.id - 1) {
        this.#rows[this.#rows.length - 1] = { ...last, lines: [...last.lines, line] };
      } else this.#rows.push({ kind: 'folded', id: line.id, lines: [line] });
      return;
    }
    this.#rows.push({ kind: 'line', line, facts });
  }

  #passes(line: LogLine, facts: LogFacts): boolean {
    const { level, text, belongs } = this.#filter;
    if (line.stream !== 'note' && logLevels.indexOf(facts.level) < logLevels.indexOf(level)) return false;
    if (text !== '' && !line.text.toLowerCase().includes(text.toLowerCase())) return false;
    return belongs?.(line) ?? true;
  }
}

function lastIdOf(row: LogRow): number {
  return row.kind === 'line' ? row.line.id : (row.lines.at(-1)?.id ?? row.id);
}
