/**
 * `internalBinding('module_wrap')`: ES modules without the engine's own module loader, which cannot be given sources.
 *
 * Replaces https://github.com/nodejs/node/blob/v24.x/src/module_wrap.cc. Modules are compiled to functions
 * (`transform/compile-module.ts`) and linked and evaluated by the algorithms of the language's specification. A module
 * of a `vm` context runs in the scope of the process. No module has compiled data to cache, and an evaluation cannot be
 * stopped from outside, so `timeout` and `breakOnSigint` are without effect.
 */
import type { Any, Binding, Host } from '../host.ts';
import type { SourcePosition } from '../stack-frames.ts';
import { compileModule } from '../transform/compile-module.ts';
import { compiledScriptsOf, frameName } from './compiled-scripts.ts';
import { ModuleEvaluator } from './module-wrap/evaluation.ts';
import { importHooksOf, kEvaluationPhase, kSourcePhase } from './module-wrap/import-hooks.ts';
import { linkGraph } from './module-wrap/linking.ts';
import { type Module, ModuleStatus } from './module-wrap/module.ts';
import { Namespaces } from './module-wrap/namespace.ts';
import { magicComment } from './module-wrap/source-comments.ts';
import { type Capability, SourceModule } from './module-wrap/source-module.ts';
import { SyntheticModule } from './module-wrap/synthetic-module.ts';
import { errorAt, syntaxErrorOf } from './script-errors.ts';
import { realmOf } from './util/realm.ts';

/** A module that `require()` hands out in place of an ES module with a default export. */
const FACADE =
  "export * from 'original'; export { default } from 'original'; export const __esModule = true;";

export function createModuleWrapBinding(host: Host): Binding {
  const { Promise: RealmPromise, eval: evaluate } = host.global;
  const namespaces = new Namespaces();
  const evaluator = new ModuleEvaluator(createCapability);
  realmOf(host).isModuleNamespace.current = (value) => namespaces.has(value);
  const { host_defined_option_symbol: hostDefinedOption, entry_point_module_private_symbol: entryPoint } =
    host.binding('util')['privateSymbols'];
  const { imported_cjs_symbol: importedCommonJs } = host.binding('symbols');

  function createCapability(): Capability {
    const { promise, resolve, reject } = RealmPromise.withResolvers<void>();
    return { promise, resolve, reject };
  }

  function compile(url: string, source: string, wrap: object, id: symbol): SourceModule {
    let meta: object | undefined;
    let compiled: ReturnType<typeof compileModule>;
    try {
      compiled = compileModule(source, { name: frameName(url) });
    } catch (error) {
      throw syntaxErrorOf(host, error, { name: url, source, kind: 'module' }, ModuleWrap);
    }
    return new SourceModule(url, compiled, {
      meta: () => (meta ??= importHooksOf(host).createMeta(id, wrap)),
      importDynamically: (specifier, options) =>
        importHooksOf(host).importDynamically(id, url, specifier, options),
      evaluateScript(edited) {
        const { localExports } = compiled;
        compiledScriptsOf(host).add(
          url,
          source,
          edited.positions,
          0,
          (name) => localExports.has(name) || [...localExports.values()].includes(name),
        );
        return evaluate(`${edited.code}\n//# sourceURL=${frameName(url)}`);
      },
      namespaceOf: (module) => namespaces.of(module),
      linkError: (message, offset) =>
        errorAt(
          host,
          new host.global.SyntaxError(message),
          { name: url, source, offset },
          ModuleWrap.prototype.instantiate,
        ),
    });
  }

  class ModuleWrap {
    readonly #module: SourceModule | SyntheticModule;
    readonly #requests: readonly object[] = [];
    #sourceObject: object | undefined;

    /** `(url, context, source, line, column, id or cached data)` or `(url, context, names, steps, CommonJS module)` */
    constructor(url: string, _context: unknown, code: Any, steps: Any, _column?: unknown, option?: Any) {
      const isSynthetic = Array.isArray(code);
      const id = typeof option === 'symbol' ? option : Symbol(url);
      if (isSynthetic) {
        this.#module = new SyntheticModule(url, code, () => steps.call(this));
        if (_column !== undefined) hide(this, importedCommonJs, _column);
      } else {
        if (isCachedData(option))
          throw coded(host, 'ERR_VM_MODULE_CACHED_DATA_REJECTED', 'cachedData buffer was rejected');
        this.#module = compile(url, code, this, id);
        this.#requests = this.#module.compiled.requests.map(requestOf);
      }
      hide(this, hostDefinedOption, id);
      const module = this.#module;
      Object.defineProperty(this, 'hasAsyncGraph', {
        get: () => {
          if (module.status < ModuleStatus.instantiated) throw notInstantiated(host);
          return module.isAsyncGraph;
        },
        enumerable: true,
        configurable: true,
      });
      const fields = isSynthetic
        ? { synthetic: true, url }
        : {
            hasTopLevelAwait: (module as SourceModule).hasTopLevelAwait,
            sourceURL: magicComment(code, 'sourceURL'),
            sourceMapURL: magicComment(code, 'sourceMappingURL'),
            synthetic: false,
            url,
          };
      Object.assign(this, fields);
    }

    static moduleOf(wrap: ModuleWrap): SourceModule | SyntheticModule {
      return wrap.#module;
    }

    getModuleRequests(): readonly object[] {
      return this.#requests;
    }

    link(wraps: readonly ModuleWrap[]): void {
      if (this.#module instanceof SyntheticModule) return;
      this.#module.requested = wraps.map((wrap) => wrap.#module);
    }

    instantiate(): void {
      const module = this.#module;
      if (module instanceof SyntheticModule) {
        module.instantiate();
        return;
      }
      if (!module.requested) throw coded(host, 'ERR_VM_MODULE_LINK_FAILURE', 'module is not linked');
      linkGraph(module);
    }

    evaluate(_timeout: number, _breakOnSigint: boolean): Promise<void> {
      const module = this.#module;
      if (module instanceof SyntheticModule) {
        module.evaluate();
        return RealmPromise.resolve();
      }
      return evaluator.evaluate(module);
    }

    evaluateSync(): object {
      const module = this.#module;
      if (module instanceof SyntheticModule) module.evaluate();
      else evaluator.evaluateSync(module);
      return namespaces.of(module);
    }

    setExport(name: string, value: unknown): void {
      (this.#module as SyntheticModule).setExport(name, value);
    }

    getNamespace(): object {
      if (this.#module.status < ModuleStatus.instantiated) throw notInstantiated(host);
      return namespaces.of(this.#module);
    }

    getStatus(): number {
      return this.#module.status;
    }

    getError(): unknown {
      return this.#module.error;
    }

    setModuleSourceObject(object: object): void {
      this.#sourceObject = object;
    }

    getModuleSourceObject(): object {
      if (this.#sourceObject) return this.#sourceObject;
      const message = `Source phase import object is not defined for module ${this.#module.url}`;
      throw coded(host, 'ERR_SOURCE_PHASE_NOT_DEFINED', message);
    }

    createCachedData(): unknown {
      return host.builtin('buffer').Buffer.alloc(0);
    }
  }

  return {
    ModuleWrap,
    setImportModuleDynamicallyCallback(callback: Any) {
      importHooksOf(host).onImport = callback;
    },
    setInitializeImportMetaObjectCallback(callback: Any) {
      importHooksOf(host).onMeta = callback;
    },
    createRequiredModuleFacade(wrap: ModuleWrap): object {
      const facade = compile('node:internal/require_module_default_facade', FACADE, wrap, Symbol('facade'));
      facade.requested = [ModuleWrap.moduleOf(wrap)];
      linkGraph(facade);
      evaluator.evaluateSync(facade);
      return namespaces.of(facade);
    },
    throwIfPromiseRejected(promise: object) {
      const [state, reason] = realmOf(host).promises.details(promise);
      if (state === 2) throw reason;
    },
    /** The `await`s at which the entry point stands still, for the warning when the process ends. */
    stalledTopLevelAwaits(): SourcePosition[] {
      const entry = (host.global as Any)[entryPoint] as ModuleWrap | undefined;
      const stalled = entry ? stalledIn(ModuleWrap.moduleOf(entry)) : [];
      return [...stalled].flatMap((module) => {
        const source = compiledScriptsOf(host).source(module.url);
        if (source === undefined || module.awaitOffset === undefined) return [];
        const before = source.slice(0, module.awaitOffset).split('\n');
        return [{ name: module.url, line: before.length, column: before.at(-1)!.length + 1 }];
      });
    },
    kUninstantiated: ModuleStatus.uninstantiated,
    kInstantiating: ModuleStatus.instantiating,
    kInstantiated: ModuleStatus.instantiated,
    kEvaluating: ModuleStatus.evaluating,
    kEvaluated: ModuleStatus.evaluated,
    kErrored: ModuleStatus.errored,
    kEvaluationPhase,
    kSourcePhase,
  };
}

function requestOf({ specifier, attributes }: { specifier: string; attributes: object }): object {
  return Object.freeze(
    Object.assign(Object.create(null), {
      specifier,
      attributes: Object.freeze(Object.assign(Object.create(null), attributes)),
      phase: kEvaluationPhase,
    }),
  );
}

/** The modules at and below `root` that are suspended themselves, and do not only wait for others. */
function stalledIn(root: Module): Set<SourceModule> {
  const seen = new Set<Module>();
  const stalled = new Set<SourceModule>();
  const visit = (module: Module) => {
    if (seen.has(module) || !(module instanceof SourceModule)) return;
    seen.add(module);
    for (const required of module.requested ?? []) visit(required);
    const isSuspended = module.cyclicStatus === 'evaluating-async' && module.pendingAsyncDependencies === 0;
    if (isSuspended && module.hasTopLevelAwait) stalled.add(module);
  };
  visit(root);
  return stalled;
}

function isCachedData(option: unknown): boolean {
  return typeof option === 'object' && option !== null;
}

function hide(holder: object, key: symbol, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: false, configurable: true });
}

function coded(host: Host, code: string, message: string): Error {
  return Object.assign(new host.global.Error(message), { code });
}

function notInstantiated(host: Host): Error {
  return coded(host, 'ERR_MODULE_NOT_INSTANTIATED', 'Module is not instantiated');
}
