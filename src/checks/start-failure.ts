import type { ExitStatus } from '../engine/engine.ts';
import { learnerMessages } from './learner-messages.ts';

/** A place in one of the learner's files; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Why a server never came to answer. */
export interface StartFailure {
  readonly status: 'could-not-start' | 'crashed' | 'timed-out';
  readonly message: string;
  readonly place?: Place;
}

/** What a program did instead of listening. */
export interface FailedStart {
  readonly stderr: string;
  readonly stdout: string;
  /** How it ended; `undefined` when it still runs. */
  readonly exit: ExitStatus | undefined;
  readonly port: number;
  /** Other ports that it listens on. */
  readonly otherPorts: readonly number[];
  readonly waited: number;
  readonly projectFiles: readonly string[];
}

/** Says in words why a server does not answer. */
export function explainFailedStart(start: FailedStart): StartFailure {
  const { exit, stderr, stdout, port } = start;
  if (exit === undefined) {
    const message =
      start.otherPorts.length > 0
        ? learnerMessages.wrongPort(port, start.otherPorts)
        : learnerMessages.neverListened(port, start.waited, lastLine(stdout + stderr));
    return { status: 'timed-out', message };
  }
  return (
    syntaxError(stderr, start.projectFiles) ??
    missingImport(stderr, start.projectFiles) ??
    (/\bEADDRINUSE\b/.test(stderr)
      ? { status: 'crashed', message: learnerMessages.portTaken(port) }
      : exit.code === 0
        ? { status: 'could-not-start', message: learnerMessages.endedBeforeListening(exit, port) }
        : { status: 'crashed', message: learnerMessages.crashedAtStart(exit, errorLine(stderr)) })
  );
}

/** `SyntaxError` with the place that Node prints above it: `path:line`, the line itself, and a caret under the column. */
function syntaxError(stderr: string, projectFiles: readonly string[]): StartFailure | undefined {
  const message = /^(SyntaxError: .*)$/m.exec(stderr)?.[1];
  if (message === undefined) return undefined;
  if (/does not provide an export named|Named export/.test(message)) {
    return { status: 'could-not-start', message: learnerMessages.exportNotFound(message) };
  }
  const [, path = '', line = '', caret] =
    /^(?:file:\/\/)?(.*?):(\d+)\n(?:.*\n([ \t]*)\^)?/m.exec(stderr) ?? [];
  const file = projectFile(path, projectFiles);
  if (file === undefined) return undefined;
  const place = { file, line: Number(line), column: (caret?.length ?? 0) + 1 };
  return {
    status: 'could-not-start',
    place,
    message: learnerMessages.syntaxError(file, place.line, place.column, message),
  };
}

function missingImport(stderr: string, projectFiles: readonly string[]): StartFailure | undefined {
  const found = /(?:Cannot find (?:module|package)) '([^']+)'(?: imported from (\S+))?/.exec(stderr);
  if (found === null) return undefined;
  const [, name = '', from] = found;
  const importer = from ?? /Require stack:\n- (\S+)/.exec(stderr)?.[1];
  const message = learnerMessages.moduleNotFound(
    projectName(name),
    importer === undefined ? undefined : projectFile(importer, projectFiles),
  );
  return { status: 'could-not-start', message };
}

/** The last folders of a path that Node made absolute; a bare name as it is. */
function projectName(name: string): string {
  return name.startsWith('/') ? `./${name.split('/').at(-1)}` : name;
}

function projectFile(path: string, projectFiles: readonly string[]): string | undefined {
  return projectFiles
    .filter((file) => path === file || path.endsWith(`/${file}`))
    .sort((a, b) => b.length - a.length)[0];
}

/** The line of stderr that names the error: `TypeError: …`; else its last line. */
export function errorLine(stderr: string): string {
  return /^(?:Uncaught )?(\w*(?:Error|Exception)\b.*)$/m.exec(stderr)?.[1] ?? lastLine(stderr);
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
