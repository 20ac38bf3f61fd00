/** Evaluation of module graphs (https://tc39.es/ecma262/#sec-moduleevaluation), with top-level `await`. */
import type { Module } from './module.ts';
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
    const root = hasStarted(module) ? (module.cycleRoot ?? module) : module;
    if (root.topLevelCapability) return root.topLevelCapability.promise;
    const capability = this.#createCapability();
    root.topLevelCapability = capability;
    try {
      this.#run(root);
      if (root.asyncOrder === undefined) capability.resolve();
    } catch (error) {
      capability.reject(error);
    }
    return capability.promise;
  }

  /** Evaluates a linked graph without top-level `await`. Throws what a module throws. */
  evaluateSync(module: SourceModule): void {
    const root = hasStarted(module) ? (module.cycleRoot ?? module) : module;
    if (root.hasFailed) throw root.error;
    if (hasStarted(root)) return;
    this.#run(root);
  }

  #run(module: SourceModule): void {
    const stack: SourceModule[] = [];
    try {
      this.#inner(module, stack, 0);
    } catch (error) {
      for (const unfinished of stack) {
        unfinished.cyclicStatus = 'evaluated';
        unfinished.fail(error);
      }
      throw error;
    }
  }

  #inner(module: Module, stack: SourceModule[], index: number): number {
    if (module instanceof SyntheticModule) module.evaluate();
    if (!(module instanceof SourceModule)) return index;
    if (hasStarted(module)) {
      if (module.hasFailed) throw module.error;
      return index;
    }
    if (module.cyclicStatus === 'evaluating') return index;
    module.cyclicStatus = 'evaluating';
    module.depthFirstIndex = index;
    module.ancestorIndex = index;
    module.pendingAsyncDependencies = 0;
    stack.push(module);
    let next = index + 1;
    for (const required of module.requested ?? []) {
      next = this.#inner(required, stack, next);
      if (required instanceof SourceModule) this.#awaitDependency(module, required);
    }
    if (module.pendingAsyncDependencies > 0 || module.hasTopLevelAwait) {
      module.asyncOrder = this.#asyncOrder++;
      if (module.pendingAsyncDependencies === 0) this.#executeAsync(module);
    } else {
      module.execute();
    }
    if (module.ancestorIndex === module.depthFirstIndex) closeCycle(stack, module);
    return next;
  }

  #awaitDependency(module: SourceModule, required: SourceModule): void {
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
    module.execute()!.then(
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
      module.execute();
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
