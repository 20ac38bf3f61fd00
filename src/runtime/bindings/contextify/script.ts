/** `ContextifyScript`: scripts that run in the process's own global scope or in an emulated context. */
import type { Any, Host } from '../../host.ts';
import { withStackRoom } from '../../stack-room.ts';
import { compileScript } from '../../transform/compile-script.ts';
import { mayImportDynamically } from '../../transform/dynamic-import.ts';
import { parseSource } from '../../transform/parse.ts';
import type { SourceEdits } from '../../transform/source-edits.ts';
import { compiledScriptsOf, frameName } from '../compiled-scripts.ts';
import { importHooksOf } from '../module-wrap/import-hooks.ts';
import { magicComment } from '../module-wrap/source-comments.ts';
import { contextOf } from './context.ts';
import { type Declarations, declarationsOf } from './declarations.ts';
import { addLoopChecks, createLoopChecks } from './loop-checks.ts';
import { failedSyntax } from './syntax.ts';

export interface ScriptClass {
  new (code: string, filename: string, ...rest: Any[]): object;
}

/**
 * A script is evaluated as indirect `eval` does it: `var` and functions become properties of the global object,
 * `let`, `const` and `class` live as long as the script runs, the value of the last statement is the result.
 */
export function createScriptClass(host: Host): ScriptClass {
  let imports = 0;
  const runWithin = createLoopChecks(host);
  const { host_defined_option_symbol: hostDefinedOption } = host.binding('util')['privateSymbols'];

  /** A name in the global scope for what `import()` calls, since a script has no scope of its own around it. */
  function globalImport(id: symbol, name: string): string {
    const key = `$import${imports++}`;
    Object.defineProperty(host.global, key, {
      value: (specifier: unknown, options: unknown) =>
        importHooksOf(host).importDynamically(id, name, specifier, options),
    });
    return key;
  }

  return class ContextifyScript {
    readonly #edited: string;
    /** The same with checks in its loops. */
    readonly #withChecks: () => string;
    readonly #declarations: Declarations;

    constructor(
      code: string,
      filename: string,
      lineOffset = 0,
      _columnOffset = 0,
      cachedData?: unknown,
      produceCachedData = false,
      _parsingContext?: unknown,
      id: symbol = Symbol(filename),
    ) {
      try {
        const program = parseSource(code, 'script');
        this.#declarations = declarationsOf(program);
        const dynamicImport = mayImportDynamically(code) ? globalImport(id, filename) : undefined;
        const compiled = (edit?: (edits: SourceEdits) => void) => {
          const { code: edited, positions } = compileScript(code, {
            kind: 'script',
            name: frameName(filename),
            ...(dynamicImport !== undefined && { dynamicImport }),
            header: () => '\n'.repeat(Math.max(0, lineOffset)),
            footer: '',
            ...(edit && { edit }),
          });
          compiledScriptsOf(host).add(filename, code, positions, lineOffset);
          return `${edited}\n//# sourceURL=${frameName(filename)}`;
        };
        this.#edited = compiled();
        this.#withChecks = () => compiled((edits) => addLoopChecks(program, edits));
      } catch (error) {
        throw failedSyntax(
          host,
          error,
          { name: filename, source: code, kind: 'script', lineOffset },
          ContextifyScript,
        );
      }
      Object.defineProperty(this, hostDefinedOption, { value: id, configurable: true, writable: true });
      if (cachedData !== undefined) Object.assign(this, { cachedDataRejected: true });
      if (produceCachedData) Object.assign(this, { cachedDataProduced: false });
      Object.assign(this, {
        sourceURL: magicComment(code, 'sourceURL'),
        sourceMapURL: magicComment(code, 'sourceMappingURL'),
      });
    }

    createCachedData(): unknown {
      return host.builtin('buffer').Buffer.alloc(0);
    }

    /** @param sandbox `null` for the global scope of the process */
    runInContext(sandbox: object | null, timeout: number, displayErrors: boolean): unknown {
      try {
        return withStackRoom(host.global.Error, () => this.#run(sandbox, timeout));
      } catch (error) {
        if (displayErrors) host.binding('errors')['decorate'](error);
        throw error;
      }
    }

    #run(sandbox: object | null, timeout: number): unknown {
      const run = (code: string) =>
        sandbox === null ? host.global.eval(code) : contextOf(host, sandbox)!.run(code, this.#declarations);
      if (!(timeout > 0)) return run(this.#edited);
      const code = this.#withChecks();
      return runWithin(timeout, () => run(code));
    }
  };
}
