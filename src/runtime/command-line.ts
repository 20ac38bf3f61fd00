import type { NodeFacts } from './node-facts.ts';

/** A `node` command line, read as Node's own option parser reads it (https://nodejs.org/api/cli.html). */
export interface CommandLine {
  /** Every option of Node with its value. */
  readonly options: Record<string, unknown>;
  /** The options as given, for `process.execArgv`. */
  readonly execArgv: string[];
  /** The script and what follows it. */
  readonly args: string[];
}

/** Of `envSettings` of Node’s options. */
const ALLOWED_IN_ENVIRONMENT = 0;

/** Says why a command line cannot be run, in Node's words; the process ends with 9. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

export function parseCommandLine(
  argv: readonly string[],
  nodeOptions: string | undefined,
  facts: NodeFacts,
): CommandLine {
  const options: Record<string, unknown> = structuredClone({ '--eval': '', ...facts.options });
  const info = new Map(facts.optionInfo);
  const aliases = new Map(facts.optionAliases);
  const types = facts.optionTypes;
  const execArgv: string[] = [];

  const read = (words: string[], record: string[], isEnvironment = false): string[] => {
    let asked = '';
    // Words that stand in for an alias are read like any other and are not part of `execArgv`.
    let unrecorded = 0;
    const take = (): string | undefined => {
      const word = words.shift();
      if (unrecorded > 0) unrecorded--;
      else if (word !== undefined) record.push(word);
      return word;
    };
    while (words.length > 0) {
      const word = words[0] as string;
      if (!word.startsWith('-') || word === '-') break;
      if (unrecorded === 0) asked = word.split('=', 1)[0] as string;
      take();
      if (word === '--') break;
      const equals = word.startsWith('--') ? word.indexOf('=') : -1;
      const name = canonicalName(equals < 0 ? word : word.slice(0, equals));
      let value = equals < 0 ? undefined : word.slice(equals + 1);
      const argumentFollows = value === undefined && words[0] !== undefined && !words[0].startsWith('-');
      const alias =
        (value === undefined ? undefined : aliases.get(`${name}=`)) ??
        (argumentFollows ? aliases.get(`${name} <arg>`) : undefined) ??
        aliases.get(name);
      if (alias && alias[0] !== name) {
        const expansion = value === undefined ? alias : [...alias, value];
        words.unshift(...expansion);
        unrecorded += expansion.length;
        continue;
      }
      const negated = name.startsWith('--no-') && !info.has(name);
      const positive = negated ? `--${name.slice(5)}` : name;
      const known = info.get(positive);
      if (isEnvironment && known?.envVarSettings !== ALLOWED_IN_ENVIRONMENT) {
        throw new CommandLineError(`${asked} is not allowed in NODE_OPTIONS`);
      }
      if (!known) throw new CommandLineError(`bad option: ${word}`);
      if (known.type === types['kBoolean']) {
        setBoolean(options, positive, !negated);
        continue;
      }
      if (known.type === types['kNoOp'] || known.type === types['kV8Option']) continue;
      if (value === undefined) {
        const next = words[0];
        if (next === undefined || (next.startsWith('-') && next.length > 1)) {
          throw new CommandLineError(`${word} requires an argument`);
        }
        value = take() as string;
      }
      if (known.type === types['kStringList']) (options[name] as string[]).push(value);
      else if (known.type === types['kInteger'] || known.type === types['kUInteger'])
        options[name] = Number(value);
      else options[name] = value;
    }
    return words;
  };

  if (nodeOptions) read(nodeOptions.split(/\s+/).filter(Boolean), [], true);
  const args = read([...argv], execArgv);
  return { options, execArgv, args };
}

/** Underscores count as dashes, the leading ones apart. */
function canonicalName(word: string): string {
  return word.startsWith('--') ? `--${word.slice(2).replaceAll('_', '-')}` : word;
}

function setBoolean(options: Record<string, unknown>, name: string, value: boolean): void {
  options[name] = value;
  const negative = `--no-${name.slice(2)}`;
  if (negative in options) options[negative] = !value;
}
