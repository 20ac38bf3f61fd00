import type { LogLevel } from '../course/schema/log-levels.ts';
import type { OutputChunk } from '../engine/engine.ts';
import { parseJson } from './render.ts';

/** One thing that a program logged: JSON, or a line with the lines that belong to it (a stack, say). */
export interface LogRecord {
  readonly stream: OutputChunk['stream'];
  readonly text: string;
  /** Milliseconds since the start of the process until its first line was complete. */
  readonly at: number;
  /** The object that it is, where it is JSON, on one line or over several. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly level: LogLevel;
}

interface Line {
  readonly stream: OutputChunk['stream'];
  readonly text: string;
  readonly at: number;
}

/** The records of an output, in the order in which they began. */
export function logRecords(chunks: readonly OutputChunk[]): LogRecord[] {
  const records = (['stdout', 'stderr'] as const).flatMap((stream) =>
    group(linesOf(chunks.filter((chunk) => chunk.stream === stream))),
  );
  return records.sort((a, b) => a.at - b.at);
}

/** The records in the text of a file. */
export function recordsOfText(text: string): LogRecord[] {
  return logRecords([{ stream: 'stdout', data: text, at: 0 }]);
}

function linesOf(chunks: readonly OutputChunk[]): Line[] {
  const lines: Line[] = [];
  let open = '';
  for (const { stream, data, at } of chunks) {
    const parts = (open + data).split('\n');
    open = parts.pop() as string;
    for (const text of parts) lines.push({ stream, text: text.replace(/\r$/, ''), at });
  }
  const last = chunks.at(-1);
  if (open !== '' && last !== undefined) lines.push({ stream: last.stream, text: open, at: last.at });
  return lines;
}

/** A line that is indented, closes a bracket or is a frame of a stack belongs to the line before. */
function continues(text: string): boolean {
  return /^(\s|[}\])]|\S*@\S+:\d+:\d+$)/.test(text) || text === '';
}

function group(lines: readonly Line[]): LogRecord[] {
  const groups: { first: Line; texts: string[]; closed: boolean }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    const json = line.text.startsWith('{') && parseJson(line.text) !== undefined;
    if (last !== undefined && !last.closed && !json && continues(line.text)) last.texts.push(line.text);
    else if (line.text !== '') groups.push({ first: line, texts: [line.text], closed: json });
  }
  return groups.map(({ first, texts }) => {
    const text = texts.join('\n').trimEnd();
    const parsed = text.startsWith('{') ? parseJson(text) : undefined;
    const json =
      parsed !== null && typeof parsed === 'object' ? (parsed as Record<string, unknown>) : undefined;
    return { stream: first.stream, text, at: first.at, json, level: levelOf(json, text, first.stream) };
  });
}

const pinoLevels: Readonly<Record<number, LogLevel>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

const levelNames: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  silly: 'trace',
  verbose: 'debug',
  debug: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  critical: 'fatal',
  fatal: 'fatal',
  emergency: 'fatal',
  alert: 'fatal',
};

/**
 * How severe a record is. Loggers agree neither on the key nor on the form of a level; what says nothing is judged by its
 * stream.
 */
export function levelOf(
  json: Readonly<Record<string, unknown>> | undefined,
  text: string,
  stream: OutputChunk['stream'],
): LogLevel {
  const byStream = stream === 'stderr' ? 'error' : 'info';
  if (json !== undefined) {
    const nested = (json['log'] as Record<string, unknown> | undefined)?.['level'];
    const said =
      json['level'] ?? json['severity'] ?? json['severityText'] ?? json['lvl'] ?? json['log.level'] ?? nested;
    if (typeof said === 'number')
      return pinoLevels[Math.min(60, Math.max(10, Math.floor(said / 10) * 10))] ?? byStream;
    return (typeof said === 'string' ? levelNames[said.toLowerCase()] : undefined) ?? byStream;
  }
  const head = (text.split('\n')[0] as string).slice(0, 60);
  const word =
    /(?:^|[\s[(])(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)(?=[\s\]):]|$)/.exec(head)?.[1] ??
    /^\[?(trace|debug|info|warn|warning|error|fatal)[\]:]/.exec(head)?.[1];
  return (word === undefined ? undefined : levelNames[word.toLowerCase()]) ?? byStream;
}

/** Every text in a record: of a JSON record the texts of its fields, so that escaped line ends are real ones. */
export function textsOfRecord(record: LogRecord): string[] {
  if (record.json === undefined) return [record.text];
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (value !== null && typeof value === 'object')
      for (const inner of Object.values(value)) walk(inner);
  };
  walk(record.json);
  return texts;
}

/** The value of every field of a JSON record, at any depth, numbers and the like as text. */
export function valuesOfRecord({ json }: LogRecord): string[] {
  const values: string[] = [];
  const walk = (value: unknown): void => {
    if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) walk(inner);
    else values.push(String(value));
  };
  walk(json);
  return values;
}

/**
 * Whether the record holds a frame of a stack that lies in one of the project's files: `…/server.mjs:12:7`, in whatever
 * form the JavaScript engine writes frames.
 */
export function hasProjectFrame(record: LogRecord, projectFiles: readonly string[]): boolean {
  return textsOfRecord(record).some((text) =>
    [...text.matchAll(/([^\s()'"@]+):\d+:\d+/g)].some(([, place = '']) => {
      const path = place.replaceAll('\\', '/');
      if (path.includes('node_modules/') || path.startsWith('node:')) return false;
      return projectFiles.some((file) => path === file || path.endsWith(`/${file}`));
    }),
  );
}
