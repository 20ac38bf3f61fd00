/** Linking of module graphs (https://tc39.es/ecma262/#sec-moduledeclarationlinking). */
import type { Module } from './module.ts';
import { SourceModule } from './source-module.ts';
import { SyntheticModule } from './synthetic-module.ts';

/**
 * Links `module` and everything it needs. Where that fails, all modules that were not linked before are unlinked
 * again.
 *
 * @throws {SyntaxError} for an import that its module does not export
 */
export function linkGraph(module: SourceModule): void {
  const stack: SourceModule[] = [];
  try {
    linkInner(module, stack, 0);
  } catch (error) {
    for (const unfinished of stack) unfinished.cyclicStatus = 'unlinked';
    throw error;
  }
}

function linkInner(module: Module, stack: SourceModule[], index: number): number {
  if (module instanceof SyntheticModule) module.instantiate();
  if (!(module instanceof SourceModule) || module.cyclicStatus !== 'unlinked') return index;
  module.cyclicStatus = 'linking';
  module.depthFirstIndex = index;
  module.ancestorIndex = index;
  stack.push(module);
  let next = index + 1;
  for (let request = 0; request < module.compiled.requests.length; request += 1) {
    const required = module.requestedModule(request);
    next = linkInner(required, stack, next);
    if (required instanceof SourceModule && required.cyclicStatus === 'linking') {
      module.ancestorIndex = Math.min(module.ancestorIndex, required.ancestorIndex);
    }
  }
  module.checkImports();
  if (module.ancestorIndex === module.depthFirstIndex) createCycle(stack, stack.indexOf(module));
  return next;
}

/** Creates the environments of the modules from `start` on, which all depend on each other. */
function createCycle(stack: SourceModule[], start: number): void {
  const cycle = stack.slice(start);
  const members = new Set<Module>(cycle);
  const [only] = cycle;
  const isAlone = cycle.length === 1 && !only!.requested!.includes(only!);
  const isInCycle = (module: Module) => !isAlone && members.has(module);
  for (const module of cycle) module.createScope(isInCycle);
  for (const module of cycle) module.bindImports();
  for (const module of cycle) module.cyclicStatus = 'linked';
  stack.length = start;
}
