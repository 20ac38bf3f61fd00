/**
 * `internalBinding('contextify')`: compiles CommonJS modules, functions and scripts.
 *
 * Replaces https://github.com/nodejs/node/blob/v24.x/src/node_contextify.cc. Code is evaluated by indirect `eval` under
 * its own name. There is no code cache. `timeout` is kept by checks in the script's own loops; `breakOnSigint` is without
 * effect, because no signal reaches a process that is busy.
 */
import type { Any, Binding, Host } from '../host.ts';
import { contextOf, createContext } from './contextify/context.ts';
import { COMMONJS_PARAMETERS, compileFunction } from './contextify/functions.ts';
import { createScriptClass } from './contextify/script.ts';
import { canParseAsModule } from './contextify/syntax.ts';
import { magicComment } from './module-wrap/source-comments.ts';

/** What Node says of a file with `import` or `export` in it that is no ES module by its name and its package. */
const notAnEsModule = (name: string) =>
  `Failed to load the ES module: ${name}. Make sure to set "type": "module" in the nearest package.json file or use the .mjs extension.`;

export function createContextifyBinding(host: Host): Binding {
  const symbols = host.binding('symbols');
  const { host_defined_option_symbol: hostDefinedOption } = host.binding('util')['privateSymbols'];

  const compileCommonJs = (code: string, name: string, below: unknown) =>
    compileFunction(
      host,
      { code, name, parameters: COMMONJS_PARAMETERS, id: symbols['vm_dynamic_import_default_internal'] },
      below,
    );

  return {
    ContextifyScript: createScriptClass(host),
    makeContext(sandbox: Any) {
      return createContext(host, typeof sandbox === 'symbol' ? {} : sandbox);
    },
    compileFunction: function compile(
      code: string,
      name: string,
      lineOffset: number,
      _columnOffset: number,
      cachedData: unknown,
      produceCachedData: boolean,
      parsingContext: object | undefined,
      extensions: readonly object[] = [],
      parameters: readonly string[] = [],
      id: symbol = Symbol(name),
    ) {
      const scope = parsingContext ? contextOf(host, parsingContext)?.scope : undefined;
      const compiled = compileFunction(
        host,
        {
          code,
          name,
          parameters,
          id,
          lineOffset,
          extensions: scope ? [scope, ...extensions] : extensions,
        },
        compile,
      );
      Object.defineProperty(compiled, hostDefinedOption, { value: id, configurable: true });
      return {
        function: compiled,
        sourceURL: name,
        sourceMapURL: magicComment(code, 'sourceMappingURL'),
        cachedDataRejected: cachedData === undefined ? undefined : true,
        cachedDataProduced: produceCachedData ? false : undefined,
        cachedData: undefined,
      };
    },
    compileFunctionForCJSLoader: function compile(
      code: string,
      name: string,
      _isSea: boolean,
      detectsModules: boolean,
    ) {
      const result = { cachedDataRejected: false, sourceMapURL: magicComment(code, 'sourceMappingURL') };
      try {
        return {
          ...result,
          sourceURL: name,
          function: compileCommonJs(code, name, compile),
          canParseAsESM: false,
        };
      } catch (error) {
        if (!canParseAsModule(code)) throw error;
        if (!detectsModules) {
          host.builtin('internal/process/warning').emitWarningSync(notAnEsModule(name));
          throw error;
        }
        return { ...result, sourceURL: undefined, function: undefined, canParseAsESM: true };
      }
    },
    /** Not of Node: what is to be compiled of a file, where that is not its text. */
    fileCode: (name: string) => host.fileCode(name),
    containsModuleSyntax(code: string, name: string) {
      try {
        compileCommonJs(code, name, undefined);
        return false;
      } catch {
        return canParseAsModule(code);
      }
    },
    startSigintWatchdog() {},
    stopSigintWatchdog: () => false,
    watchdogHasPendingSigint: () => false,
    measureMemory: () => undefined,
    constants: {
      measureMemory: { mode: { SUMMARY: 0, DETAILED: 1 }, execution: { DEFAULT: 0, EAGER: 1 } },
    },
  };
}
