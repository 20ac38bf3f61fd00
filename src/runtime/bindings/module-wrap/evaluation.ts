/** Evaluation of module graphs (https://tc39.es/ecma262/#sec-moduleevaluation), with top-level `await`. */
import { type Capability, SourceModule } from './source-module.ts';
import { SyntheticModule } from './synthetic-module.ts';

/** Evaluates modules of one realm; one per realm, because the order of asynchronous modules is counted across it. */
export class ModuleEvaluator {
  readonly #createCapability: () => Capability;
  #asyncOrder = 0;

  constructor(createCapability: () => Capability) {
    this.#createCapability = createCapability;
  }

  /** Evaluates a linked module. The promise settles when it and all that it needs have run. */
  evaluate(module: SourceModule): Promise<void> {
    // As in V8, a module that failed keeps its own error, whatever its cycle failed with.
    const root = hasStarted(module) && !module.hasFailed ? (module.cycleRoot ?? module) : module;
    if (root.topLevelCapability) return root.topLevelCapability.promise;
    const capability = this.#createCapability();
    root.topLevelCapability = capability;
    try {
      if (root.cyclicStatus === 'linked') this.#run(root);
      else if (root.hasFailed) throw root.error;
      if (root.cyclicStatus === 'evaluated') capability.resolve();
    } catch (error) {
      capability.reject(error);
    }
    return capability.promise;
  }

  /** Evaluates a linked graph without top-level `await`. Throws what a module throws. */
  evaluateSync(module: SourceModule): void {
    if (module.hasFailed) throw module.error;
    if (!hasStarted(module)) this.#run(module);
  }

  /**
   * `InnerModuleEvaluation` without recursion, and with as few calls as can be between the caller and the code of a
   * module: each is a frame that V8 counts against the length of a stack.
   */
  #run(root: SourceModule): void {
    const stack: SourceModule[] = [];
    const path: { readonly module: SourceModule; request: number }[] = [];
    const enter = (module: SourceModule) => {
      module.cyclicStatus = 'evaluating';
      module.depthFirstIndex = stack.length;
      module.ancestorIndex = stack.length;
      module.pendingAsyncDependencies = 0;
      stack.push(module);
      path.push({ module, request: 0 });
    };
    try {
      enter(root);
      for (let at = path.at(-1); at; at = path.at(-1)) {
        const { module } = at;
        const required = module.requested?.[at.request];
        if (required instanceof SourceModule && required.cyclicStatus === 'linked') {
          enter(required);
        } else if (required) {
          at.request += 1;
          if (required instanceof SyntheticModule) required.evaluate();
          else if (required instanceof SourceModule) this.#awaitDependency(module, required);
        } else {
          path.pop();
          if (this.#isAsync(module)) {
            if (module.pendingAsyncDependencies === 0) this.#executeAsync(module);
          } else {
            // Not as a method: the code of a module has no `this`.
            const { start } = module;
            start();
          }
          if (module.ancestorIndex === module.depthFirstIndex) closeCycle(stack, module);
        }
      }
    } catch (error) {
      for (const unfinished of stack) {
        unfinished.cyclicStatus = 'evaluated';
        unfinished.fail(error);
      }
      throw error;
    }
  }

  /** Whether a module cannot run to its end now; gives it its place in the order of those. */
  #isAsync(module: SourceModule): boolean {
    if (module.pendingAsyncDependencies === 0 && !module.hasTopLevelAwait) return false;
    module.asyncOrder = this.#asyncOrder++;
    return true;
  }

  #awaitDependency(module: SourceModule, required: SourceModule): void {
    if (required.hasFailed) throw required.error;
    let dependency = required;
    if (required.cyclicStatus === 'evaluating') {
      module.ancestorIndex = Math.min(module.ancestorIndex, required.ancestorIndex);
    } else {
      dependency = required.cycleRoot ?? required;
      if (dependency.hasFailed) throw dependency.error;
    }
    if (dependency.asyncOrder === undefined || dependency.cyclicStatus === 'evaluated') return;
    module.pendingAsyncDependencies += 1;
    dependency.asyncParents.push(module);
  }

  #executeAsync(module: SourceModule): void {
    const { start } = module;
    start()!.then(
      () => this.#fulfilled(module),
      (error: unknown) => this.#rejected(module, error),
    );
  }

  #fulfilled(module: SourceModule): void {
    if (module.cyclicStatus === 'evaluated') return;
    this.#finish(module);
    const ready: SourceModule[] = [];
    gatherReady(module, ready);
    ready.sort((a, b) => a.asyncOrder! - b.asyncOrder!);
    for (const parent of ready) {
      if (parent.cyclicStatus === 'evaluated') continue;
      if (parent.hasTopLevelAwait) this.#executeAsync(parent);
      else this.#executeWaiting(parent);
    }
  }

  #executeWaiting(module: SourceModule): void {
    try {
      const { start } = module;
      start();
    } catch (error) {
      this.#rejected(module, error);
      return;
    }
    this.#finish(module);
  }

  #finish(module: SourceModule): void {
    module.cyclicStatus = 'evaluated';
    module.publish();
    module.topLevelCapability?.resolve();
  }

  #rejected(module: SourceModule, error: unknown): void {
    if (module.cyclicStatus === 'evaluated') return;
    module.fail(error);
    module.cyclicStatus = 'evaluated';
    for (const parent of module.asyncParents) this.#rejected(parent, error);
    module.topLevelCapability?.reject(error);
  }
}

function hasStarted(module: SourceModule): boolean {
  return module.cyclicStatus === 'evaluating-async' || module.cyclicStatus === 'evaluated';
}

function closeCycle(stack: SourceModule[], root: SourceModule): void {
  const start = stack.indexOf(root);
  for (const module of stack.slice(start)) {
    module.cycleRoot = root;
    module.cyclicStatus = module.asyncOrder === undefined ? 'evaluated' : 'evaluating-async';
  }
  for (const module of stack.splice(start)) if (module.cyclicStatus === 'evaluated') module.publish();
}

function gatherReady(module: SourceModule, ready: SourceModule[]): void {
  for (const parent of module.asyncParents) {
    if (ready.includes(parent) || parent.cycleRoot?.hasFailed) continue;
    parent.pendingAsyncDependencies -= 1;
    if (parent.pendingAsyncDependencies > 0) continue;
    ready.push(parent);
    if (!parent.hasTopLevelAwait) gatherReady(parent, ready);
  }
}
