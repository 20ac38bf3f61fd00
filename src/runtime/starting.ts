/** What the words before a script ask of Node before the script runs. */
import { parseEnvFile } from './bindings/util/env-file.ts';
import { type CommandLine, CommandLineError, parseCommandLine } from './command-line.ts';
import type { NodeFacts } from './node-facts.ts';

/** How a process begins: with a program, or by saying something and ending. */
export type Beginning =
  | {
      readonly commandLine: CommandLine;
      readonly env: Readonly<Record<string, string>>;
      /** Goes to stderr before the program runs. */
      readonly note: string;
    }
  | { readonly fd: 1 | 2; readonly text: string; readonly code: number };

const REJECTION_MODES: ReadonlySet<unknown> = new Set([
  '',
  'strict',
  'throw',
  'warn',
  'none',
  'warn-with-error-code',
]);

/** @param readFile gives the bytes of a file, and throws where there is none */
export function beginningOf(
  argv: readonly string[],
  given: Readonly<Record<string, string>>,
  facts: NodeFacts,
  readFile: (path: string) => Uint8Array,
): Beginning {
  try {
    let commandLine = parseCommandLine(argv, given['NODE_OPTIONS'], facts);
    if (commandLine.options['--version'] === true) return { fd: 1, text: `${facts.version}\n`, code: 0 };
    const missing: string[] = [];
    const added = environmentOfFiles(commandLine.options, readFile, missing);
    const env = { ...added, ...given };
    if (env['NODE_OPTIONS'] !== given['NODE_OPTIONS']) {
      commandLine = parseCommandLine(argv, env['NODE_OPTIONS'], facts);
    }
    if (!REJECTION_MODES.has(commandLine.options['--unhandled-rejections'])) {
      throw new CommandLineError('invalid value for --unhandled-rejections');
    }
    const { '--input-type': inputType, '--check': check, '--eval': code } = commandLine.options;
    if (inputType && !/^(?:module|commonjs)(?:-typescript)?$/.test(inputType as string)) {
      throw new CommandLineError(
        '--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript"',
      );
    }
    if (check && code) throw new CommandLineError('either --check or --eval can be used, not both');
    const note = missing.map((path) => `${path} not found. Continuing without it.\n`).join('');
    return { commandLine, env, note };
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    return { fd: 2, text: `node: ${error.message}\n`, code: 9 };
  }
}

/** The variables of `--env-file` and `--env-file-if-exists`; of two files, the later one wins. */
function environmentOfFiles(
  options: Readonly<Record<string, unknown>>,
  readFile: (path: string) => Uint8Array,
  missing: string[],
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const option of ['--env-file', '--env-file-if-exists']) {
    for (const path of (options[option] ?? []) as readonly string[]) {
      let bytes: Uint8Array;
      try {
        bytes = readFile(path);
      } catch {
        if (option === '--env-file') throw new CommandLineError(`${path}: not found`);
        missing.push(path);
        continue;
      }
      Object.assign(env, parseEnvFile(new TextDecoder().decode(bytes)));
    }
  }
  return env;
}
