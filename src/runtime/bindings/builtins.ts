import type { Any, Binding } from '../host.ts';
import type { NodeFacts } from '../node-facts.ts';

/** The sources of Node's library, whole or as much as has been loaded. */
export interface LibrarySource {
  /** The text of a module; throws where the packer left it out. */
  read(id: string): string;
}

const PARAMETERS = 'exports, require, module, process, internalBinding, primordials';

/** Evaluates a module of the library as `BuiltinLoader::LookupAndCompile` does; frames read `node:<id>`. */
export function compileLibraryFunction(
  id: string,
  source: string,
  parameters = PARAMETERS,
): (...args: Any[]) => Any {
  // biome-ignore lint/security/noGlobalEval: this is how a script gets its own name in stack traces
  return (0, eval)(`(function (${parameters}) {${source}\n})\n//# sourceURL=node:${id}`);
}

/** `internalBinding('builtins')`. */
export function createBuiltinsBinding(
  facts: NodeFacts,
  library: LibrarySource,
  onLoaders: (internalBinding: Any, requireBuiltin: Any) => void,
): Binding {
  return {
    builtinIds: facts.builtinIds,
    builtinCategories: {
      cannotBeRequired: new Set(facts.cannotBeRequired),
      canBeRequired: new Set(facts.builtinIds.filter((id) => !facts.cannotBeRequired.includes(id))),
    },
    natives: {},
    config: facts.config,
    compileFunction: (id: string) => compileLibraryFunction(id, library.read(id)),
    setInternalLoaders: onLoaders,
    hasCachedBuiltins: () => true,
    getCacheUsage: () => ({ compiledWithCache: [], compiledWithoutCache: [], compiledInSnapshot: [] }),
  };
}
