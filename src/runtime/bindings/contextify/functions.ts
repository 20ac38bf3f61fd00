/** Functions compiled from a text, with parameters, as the CommonJS loader and `vm.compileFunction` need them. */
import type { Any, Host } from '../../host.ts';
import { compileScript } from '../../transform/compile-script.ts';
import { compiledScriptsOf, frameName } from '../compiled-scripts.ts';
import { importHooksOf } from '../module-wrap/import-hooks.ts';
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
  const { code, name, parameters, id, extensions = [] } = source;
  const withs = extensions.map((_, index) => `with($ext[${index}])`).join('');
  const importDynamically = (specifier: unknown, options: unknown) =>
    importHooksOf(host).importDynamically(id, name, specifier, options);
  try {
    const { code: text, positions } = compileScript(code, {
      kind: 'commonjs',
      name: frameName(name),
      header: (dynamicImport) =>
        `${'\n'.repeat(Math.max(0, source.lineOffset ?? 0))}(function(${dynamicImport},$ext){${withs}return function(${parameters}){`,
      footer: '}})',
    });
    const outer = host.global.eval(`${text}\n//# sourceURL=${frameName(name)}`);
    compiledScriptsOf(host).add(name, code, positions);
    return outer(importDynamically, extensions);
  } catch (error) {
    throw failedSyntax(host, error, { name, source: code, kind: 'commonjs' }, below, parameters);
  }
}
