import type { CompiledModule, ModuleFactory, ModuleScope } from '../../transform/compile-module.ts';
import { DEFAULT_BINDING, type ImportEntry } from '../../transform/module-record.ts';
import type { EditedSource } from '../../transform/source-edits.ts';
import {
  isCircularSearch,
  type Module,
  ModuleStatus,
  NAMESPACE,
  type Resolution,
  type ResolvedBinding,
  type ResolveTrail,
} from './module.ts';

/** What a module needs of the realm that it runs in. */
export interface SourceModuleHost {
  meta(): object;
  importDynamically(specifier: unknown, options: unknown): Promise<unknown>;
  evaluateScript(edited: EditedSource): ModuleFactory;
  namespaceOf(module: Module): object;
  /** An error that says at which place of this module's source it happened. */
  linkError(message: string, offset: number): Error;
}

type ModuleStart = () => undefined | Promise<void>;

/** The steps of a cyclic module record's life (https://tc39.es/ecma262/#table-cyclic-module-fields). */
export type CyclicStatus =
  | 'unlinked'
  | 'linking'
  | 'linked'
  | 'evaluating'
  | 'evaluating-async'
  | 'evaluated';

export interface Capability {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

const NO_ERROR = Symbol('no error');

const STATUSES: Record<CyclicStatus, number> = {
  unlinked: ModuleStatus.uninstantiated,
  linking: ModuleStatus.instantiating,
  linked: ModuleStatus.instantiated,
  evaluating: ModuleStatus.evaluating,
  'evaluating-async': ModuleStatus.evaluated,
  evaluated: ModuleStatus.evaluated,
};

/** A source text module record: a cyclic module record with code. */
export class SourceModule implements Module {
  readonly url: string;
  readonly compiled: CompiledModule;
  readonly #host: SourceModuleHost;
  /** One module per request, or `undefined` until they are known. */
  requested: readonly Module[] | undefined;

  // The fields of the specification, which the algorithms of linking and evaluation read and write.
  cyclicStatus: CyclicStatus = 'unlinked';
  depthFirstIndex = 0;
  ancestorIndex = 0;
  cycleRoot: SourceModule | undefined;
  asyncOrder: number | undefined;
  asyncParents: SourceModule[] = [];
  pendingAsyncDependencies = 0;
  topLevelCapability: Capability | undefined;
  #evaluationError: unknown = NO_ERROR;

  #scope: ModuleScope | undefined;
  readonly #cyclicImports = new Set<string>();
  /** Runs the code, once; with top-level `await`, gives a promise of its end. Set by {@link createScope}. */
  start: ModuleStart = () => undefined;
  readonly #followers = new Map<string, ((value: unknown) => void)[]>();

  constructor(url: string, compiled: CompiledModule, host: SourceModuleHost) {
    this.url = url;
    this.compiled = compiled;
    this.#host = host;
  }

  get hasTopLevelAwait(): boolean {
    return this.compiled.hasTopLevelAwait;
  }

  get status(): number {
    return this.hasFailed ? ModuleStatus.errored : STATUSES[this.cyclicStatus];
  }

  get hasFailed(): boolean {
    return this.#evaluationError !== NO_ERROR;
  }

  get error(): unknown {
    return this.hasFailed ? this.#evaluationError : undefined;
  }

  fail(error: unknown): void {
    this.#evaluationError = error;
  }

  get isAsyncGraph(): boolean {
    const seen = new Set<Module>();
    const search = (module: Module): boolean => {
      if (seen.has(module) || !(module instanceof SourceModule)) return false;
      seen.add(module);
      return module.hasTopLevelAwait || (module.requested ?? []).some(search);
    };
    return search(this);
  }

  /** Offset of the top-level `await` at which the module is suspended, if it is. */
  get awaitOffset(): number | undefined {
    return this.#scope?.awaiting?.();
  }

  exportedNames(seen = new Set<Module>()): string[] {
    if (seen.has(this)) return [];
    seen.add(this);
    const { localExports, indirectExports, starExports } = this.compiled;
    const names = new Set([...localExports.keys(), ...indirectExports.map(({ name }) => name)]);
    for (const request of starExports) {
      for (const name of this.requestedModule(request).exportedNames(seen))
        if (name !== 'default') names.add(name);
    }
    return [...names];
  }

  resolveExport(name: string, trail: ResolveTrail = new Map()): Resolution {
    if (isCircularSearch(trail, this, name)) return 'missing';
    const { localExports, indirectExports, starExports } = this.compiled;
    const local = localExports.get(name);
    if (local !== undefined) return { module: this, binding: local };
    const indirect = indirectExports.find((entry) => entry.name === name);
    if (indirect) {
      const module = this.requestedModule(indirect.request);
      if (indirect.importName === '*') return { module, binding: NAMESPACE };
      return module.resolveExport(indirect.importName, trail);
    }
    if (name === 'default') return 'missing';
    let found: ResolvedBinding | undefined;
    for (const request of starExports) {
      const resolution = this.requestedModule(request).resolveExport(name, trail);
      if (resolution === 'ambiguous') return 'ambiguous';
      if (resolution === 'missing') continue;
      if (found && (found.module !== resolution.module || found.binding !== resolution.binding))
        return 'ambiguous';
      found = resolution;
    }
    return found ?? 'missing';
  }

  requestedModule(request: number): Module {
    const module = this.requested?.[request];
    if (module) return module;
    const { specifier } = this.compiled.requests[request]!;
    throw Object.assign(new Error(`request for '${specifier}' is not yet fulfilled`), {
      code: 'ERR_VM_MODULE_LINK_FAILURE',
    });
  }

  /** Throws where an import or a re-export finds nothing. */
  checkImports(): void {
    const { indirectExports, imports } = this.compiled;
    for (const { name, request, importName, offset } of indirectExports) {
      this.#demand(this.resolveExport(name), request, importName, offset);
    }
    for (const { request, name, offset } of imports) {
      if (name !== '*')
        this.#demand(this.requestedModule(request).resolveExport(name), request, name, offset);
    }
  }

  #demand(resolution: Resolution, request: number, name: string, offset: number): void {
    if (typeof resolution === 'object') return;
    const { specifier } = this.compiled.requests[request]!;
    throw this.#host.linkError(
      resolution === 'missing'
        ? `The requested module '${specifier}' does not provide an export named '${name}'`
        : `The requested module '${specifier}' contains conflicting star exports for name '${name}'`,
      offset,
    );
  }

  /**
   * Compiles the module. In a cycle, its scope is made now: hoisted functions have to work for the modules of the same
   * cycle that run before it. Alone, it gets its scope when it runs, since nobody can read from it until then.
   */
  createScope(isInCycle: (module: Module) => boolean): void {
    for (const entry of this.compiled.imports) {
      const { module, binding } = this.#resolveImport(entry);
      const isEarly = isInCycle(module) || module.status === ModuleStatus.evaluating;
      if (binding !== NAMESPACE && isEarly) this.#cyclicImports.add(entry.local);
    }
    const inSteps = isInCycle(this);
    const code = this.#host.evaluateScript(this.compiled.generate(this.#cyclicImports, inSteps))({
      meta: () => this.#host.meta(),
      import: (specifier, options) => this.#host.importDynamically(specifier, options),
      tell: (binding, value) => this.#tell(binding, value),
      open: (scope) => {
        this.#scope = scope;
        const { unnamed } = scope;
        if (unnamed) Object.defineProperty(unnamed, 'name', { value: 'default', configurable: true });
        if (!inSteps) this.bindImports();
      },
    });
    this.start = code as ModuleStart;
    if (!inSteps) return;
    const generator = code() as Generator<void, void>;
    generator.next();
    this.start = () => generator.next() as unknown as undefined;
  }

  /** Connects the imports; in a cycle, once all its scopes stand. */
  bindImports(): void {
    const scope = this.#scope;
    if (!scope) return;
    for (const entry of this.compiled.imports) {
      const set = scope.imports[entry.local]!;
      const { module, binding } = this.#resolveImport(entry);
      if (binding === NAMESPACE) set(this.#host.namespaceOf(module));
      else if (this.#cyclicImports.has(entry.local)) set(reader(module, binding, entry.local));
      else module.followBinding(binding, set);
    }
  }

  #resolveImport({ request, name }: ImportEntry): ResolvedBinding {
    const module = this.requestedModule(request);
    if (name === '*') return { module, binding: NAMESPACE };
    return module.resolveExport(name) as ResolvedBinding;
  }

  readBinding(binding: string): unknown {
    const read = this.#scope?.bindings[binding];
    const name = binding === DEFAULT_BINDING ? 'default' : binding;
    if (!read) throw uninitialized(name);
    if (binding !== DEFAULT_BINDING) return read();
    try {
      return read();
    } catch {
      throw uninitialized(name);
    }
  }

  followBinding(binding: string, set: (value: unknown) => void): void {
    const followers = this.#followers.get(binding);
    if (followers) followers.push(set);
    else this.#followers.set(binding, [set]);
    if (this.cyclicStatus === 'evaluated' && !this.hasFailed) set(this.readBinding(binding));
  }

  /** Tells importers the values, when the code has run to its end. */
  publish(): void {
    for (const [binding, followers] of this.#followers) {
      const value = this.readBinding(binding);
      for (const set of followers) set(value);
    }
  }

  #tell(binding: string, value: unknown): void {
    if (this.cyclicStatus !== 'evaluated') return;
    for (const set of this.#followers.get(binding) ?? []) set(value);
  }
}

function reader(module: Module, binding: string, local: string): () => unknown {
  return () => {
    try {
      return module.readBinding(binding);
    } catch {
      throw uninitialized(local);
    }
  };
}

function uninitialized(name: string): ReferenceError {
  return new ReferenceError(`Cannot access '${name}' before initialization`);
}
