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
  /** What a line, or one that belongs to it, has to hold, whatever its case. */
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
  /** What becomes of the lines that belong to the one before: a frame goes where its error went. */
  #fate: 'shown' | 'held' | 'left-out' = 'held';
  /** A line and what belongs to it, none of which has held the wanted text so far. */
  #held: LogLine[] = [];
  /** The last line that was looked at. */
  #last: LogLine | undefined;

  get rows(): readonly LogRow[] {
    return this.#rows;
  }

  /** Takes over what was written since the last time; another filter, or a log that begins anew, starts from the top. */
  update(lines: readonly LogLine[], filter: LogFilter, opened: ReadonlySet<number>): readonly LogRow[] {
    const firstId = lines[0]?.id ?? 0;
    const shrunk = (lines.at(-1)?.id ?? -1) < this.#nextId - 1;
    const last = this.#last;
    const grown = last && lines[last.id - firstId];
    // What has grown may pass a filter that it did not pass before.
    const again = grown !== undefined && grown !== last && filter !== noFilter;
    if (filter !== this.#filter || opened !== this.#opened || shrunk || again) {
      this.#rows = [];
      this.#held = [];
      this.#nextId = firstId;
      this.#firstId = firstId;
      this.#fate = 'held';
    }
    this.#filter = filter;
    this.#opened = opened;
    if (firstId > this.#firstId) {
      const from = this.#rows.findIndex((row) => lastIdOf(row) >= firstId);
      this.#rows = from === -1 ? [] : this.#rows.slice(from);
      this.#held = this.#held.filter(({ id }) => id >= firstId);
      this.#firstId = firstId;
    }
    const end = this.#rows.at(-1);
    if (end?.kind === 'line' && grown?.id === end.line.id && grown !== end.line) {
      this.#rows[this.#rows.length - 1] = { kind: 'line', line: grown, facts: readLine(grown) };
    }
    for (let i = Math.max(0, this.#nextId - firstId); i < lines.length; i++) this.#look(lines[i] as LogLine);
    this.#last = lines.at(-1);
    this.#nextId = (this.#last?.id ?? firstId - 1) + 1;
    return this.#rows;
  }

  #look(line: LogLine): void {
    const { continues, level } = readLine(line);
    if (!continues) {
      this.#held = [];
      this.#fate = this.#isMeant(line, level) ? 'held' : 'left-out';
    }
    if (this.#fate === 'held') {
      this.#held.push(line);
      if (!this.#isFound(line)) return;
      this.#fate = 'shown';
      for (const each of this.#held) this.#add(each);
      this.#held = [];
    } else if (this.#fate === 'shown') this.#add(line);
  }

  #add(line: LogLine): void {
    const facts = readLine(line);
    const last = this.#rows.at(-1);
    if (facts.frame === 'library' && !this.#opened.has(line.id)) {
      if (last?.kind === 'folded' && last.lines.at(-1)?.id === line.id - 1) {
        this.#rows[this.#rows.length - 1] = { ...last, lines: [...last.lines, line] };
      } else this.#rows.push({ kind: 'folded', id: line.id, lines: [line] });
      return;
    }
    this.#rows.push({ kind: 'line', line, facts });
  }

  #isMeant(line: LogLine, severity: LogLevel): boolean {
    const { level, belongs } = this.#filter;
    if (line.stream !== 'note' && logLevels.indexOf(severity) < logLevels.indexOf(level)) return false;
    return belongs?.(line) ?? true;
  }

  #isFound({ text }: LogLine): boolean {
    return text.toLowerCase().includes(this.#filter.text.toLowerCase());
  }
}

function lastIdOf(row: LogRow): number {
  return row.kind === 'line' ? row.line.id : (row.lines.at(-1)?.id ?? row.id);
}
