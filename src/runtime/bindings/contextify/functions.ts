/** Functions compiled from a text, with parameters, as the CommonJS loader and `vm.compileFunction` need them. */
import type { Any, Host } from '../../host.ts';
import { compileScript } from '../../transform/compile-script.ts';
import { compiledScriptsOf, frameName, type PreparedScript } from '../compiled-scripts.ts';
import { importHooksOf } from '../module-wrap/import-hooks.ts';
import { magicComment } from '../module-wrap/source-comments.ts';
import { failedSyntax } from './syntax.ts';

export interface FunctionSource {
  readonly code: string;
  /** As frames show it. */
  readonly name: string;
  readonly parameters: readonly string[];
  /** Stands for the code in the calls of `import()`. */
  readonly id: symbol;
  readonly lineOffset?: number;
  /** Objects whose properties the code sees as variables, the last one first. */
  readonly extensions?: readonly object[];
}

/**
 * A function without a name, as Node's CommonJS wrapper.
 *
 * @param below the function that the library has called; its frame and what is inside are left out of the stack
 * @throws {SyntaxError} with the place in the source attached
 */
export function compileFunction(host: Host, source: FunctionSource, below: unknown): (...args: Any[]) => Any {
  const { code, parameters, id, extensions = [] } = source;
  // Where a file names itself, as stripped TypeScript does, frames show that name.
  const name = magicComment(code, 'sourceURL') || source.name;
  const importDynamically = (specifier: unknown, options: unknown) =>
    importHooksOf(host).importDynamically(id, source.name, specifier, options);
  try {
    const scripts = compiledScriptsOf(host);
    const { compiled, positions } =
      (parameters === COMMONJS_PARAMETERS && scripts.takePrepared(source.name, code)) ||
      compile(host, { ...source, name });
    scripts.add(name, code, positions, source.lineOffset);
    return compiled(importDynamically, extensions);
  } catch (error) {
    const { lineOffset } = source;
    throw failedSyntax(host, error, { name, source: code, kind: 'commonjs', lineOffset }, below, parameters);
  }
}

/** The parameters of CommonJS modules; recognised by identity. */
export const COMMONJS_PARAMETERS: readonly string[] = [
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
];

/** Compiles a CommonJS module ahead; one that cannot be compiled is left for when it is asked for. */
export function prepareCommonJs(host: Host, name: string, code: string): void {
  try {
    const source = { code, name, parameters: COMMONJS_PARAMETERS };
    compiledScriptsOf(host).prepare(name, { source: code, ...compile(host, source) });
  } catch {
    // Its error belongs to the program that loads it.
  }
}

function compile(
  host: Host,
  { code, name, parameters, extensions = [], lineOffset = 0 }: Omit<FunctionSource, 'id'>,
): Omit<PreparedScript, 'source'> {
  const withs = extensions.map((_, index) => `with($ext[${index}])`).join('');
  const { code: text, positions } = compileScript(code, {
    kind: 'commonjs',
    name: frameName(name),
    isPlain: host.isPlain(code),
    header: (dynamicImport) =>
      `${'\n'.repeat(Math.max(0, lineOffset))}(function(${dynamicImport},$ext){${withs}return function(${parameters}){`,
    footer: '}})',
  });
  const compiled = host.global.eval(`${text}\n//# sourceURL=${frameName(name)}`);
  return { compiled, positions };
}
