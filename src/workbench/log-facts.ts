import { levelOf } from '../checks/log-records.ts';
import type { LogLevel } from '../course/schema/log-levels.ts';
import type { LogLine } from './log-buffer.ts';
import type { SourcePlace } from './program-error.ts';

/** What a line of the log says about itself. */
export interface LogFacts {
  readonly level: LogLevel;
  /** The record, where the line is a JSON object. */
  readonly record: Readonly<Record<string, unknown>> | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
  /** A frame of a stack: of the learner's own file, or of a library or Node. */
  readonly frame: 'own' | 'library' | undefined;
  readonly place: SourcePlace | undefined;
  /** Whether it belongs to the line before: a frame, a field of an error. */
  readonly continues: boolean;
}

const known = new WeakMap<LogLine, LogFacts>();

/** Reads a line once; later calls with the same line cost nothing. */
export function readLine(line: LogLine): LogFacts {
  let facts = known.get(line);
  if (!facts) known.set(line, (facts = read(line)));
  return facts;
}

const frame = /^\s+at (?:.*? )?\(?(?:file:\/\/)?([^\s()]+):(\d+):(\d+)\)?,?(?: \{)?$/;
/** Where the engine in the page keeps a project. */
const home = '/home/learner/app/';

function read({ stream, text }: LogLine): LogFacts {
  const level = levelOf(undefined, text, stream === 'stderr' ? 'stderr' : 'stdout');
  const base = { record: undefined, message: text, requestId: undefined, frame: undefined, place: undefined };
  if (text.startsWith('{') && text.endsWith('}')) {
    const record = objectFrom(text);
    if (record) {
      return {
        ...base,
        record,
        level: levelOf(record, text, stream === 'stderr' ? 'stderr' : 'stdout'),
        message: messageOf(record),
        requestId: requestIdOf(record),
        continues: false,
      };
    }
  }
  const match = frame.exec(text);
  if (match) {
    const [, path = '', row, column] = match;
    const own = ownFile(path);
    const place = own === undefined ? undefined : { file: own, line: Number(row), column: Number(column) };
    return { ...base, level, frame: own === undefined ? 'library' : 'own', place, continues: true };
  }
  return { ...base, level, continues: /^(\s+\S|[}\])])/.test(text) };
}

/** The path in the project of a file that a frame names; `undefined` for packages and Node itself. */
export function ownFile(path: string): string | undefined {
  if (path.startsWith('node:') || path.includes('node_modules/')) return undefined;
  if (path.startsWith(home)) return path.slice(home.length);
  return undefined;
}

function objectFrom(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function messageOf(record: Readonly<Record<string, unknown>>): string {
  const error = errorOf(record);
  const said = record['msg'] ?? record['message'] ?? record['event'] ?? error?.['message'];
  return typeof said === 'string' ? said : '';
}

/** The error that a record carries, under one of the names that loggers use. */
export function errorOf(
  record: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const found = record['err'] ?? record['error'] ?? record['exception'];
  return found !== null && typeof found === 'object' ? (found as Record<string, unknown>) : undefined;
}

function requestIdOf(record: Readonly<Record<string, unknown>>): string | undefined {
  const request = record['req'];
  const inner =
    request !== null && typeof request === 'object' ? (request as Record<string, unknown>)['id'] : undefined;
  const said = record['reqId'] ?? record['requestId'] ?? record['request_id'] ?? inner;
  return typeof said === 'string' || typeof said === 'number' ? String(said) : undefined;
}
