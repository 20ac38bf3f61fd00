/** Tells CommonJS from ES modules by their syntax, and reports errors in it. */
import type { Host } from '../../host.ts';
import { parseSource, type SourceKind } from '../../transform/parse.ts';
import { syntaxErrorOf } from '../script-errors.ts';

interface Script {
  readonly name: string;
  readonly source: string;
  readonly kind: SourceKind;
  readonly lineOffset?: number | undefined;
}

/**
 * What to throw for a failed compilation: an error of acorn's explained, and one of the engine's (which has no place)
 * with the place that acorn finds. The stack begins with the lines of the source, as Node's does.
 *
 * @param below the function that the library has called
 */
export function failedSyntax(
  host: Host,
  error: unknown,
  script: Script,
  below: unknown,
  parameters: readonly string[] = [],
): unknown {
  if ((error as Error | null)?.name !== 'SyntaxError') return error;
  const explained = 'pos' in (error as Error) ? error : placed(error as SyntaxError, script, parameters);
  const failure = syntaxErrorOf(host, explained, script, below);
  return decorated(host, failure);
}

/** acorn's error for what the engine rejected, or the engine's own with the best place that can be found. */
function placed(error: SyntaxError, script: Script, parameters: readonly string[]): SyntaxError {
  try {
    const program = parseSource(script.source, script.kind);
    const name = /^Identifier '(.+)' has already been declared$/.exec(error.message)?.[1];
    const clash = name !== undefined && parameters.includes(name);
    for (const node of clash ? program.body : []) {
      if (node.type !== 'VariableDeclaration' && node.type !== 'ClassDeclaration') continue;
      const ids = node.type === 'ClassDeclaration' ? [node.id] : node.declarations.map(({ id }) => id);
      const id = ids.find((candidate) => candidate.type === 'Identifier' && candidate.name === name);
      if (id) return Object.assign(error, { pos: id.start });
    }
    return error;
  } catch (found) {
    return found as SyntaxError;
  }
}

function decorated(host: Host, failure: unknown): unknown {
  const symbols = host.binding('util')['privateSymbols'];
  const error = failure as Error & Record<symbol, unknown>;
  const arrow = error[symbols.arrow_message_private_symbol];
  if (typeof arrow !== 'string') return failure;
  error.stack = `${arrow}\n${error.stack}`;
  error[symbols.decorated_private_symbol] = true;
  return error;
}

/** Whether a source that is no CommonJS module would do as an ES module. */
export function canParseAsModule(source: string): boolean {
  try {
    parseSource(source, 'commonjs');
  } catch (error) {
    // V8 stops at the first of these, whatever follows.
    if (/'import' and 'export' may|'import\.meta' outside/.test((error as Error).message)) return true;
  }
  try {
    parseSource(source, 'module');
    return true;
  } catch {
    return false;
  }
}
