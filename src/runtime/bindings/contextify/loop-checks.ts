/** Scripts with a `timeout`: their loops ask whether it is over, because nothing else could stop them. */
import type { Program } from 'acorn';
import type { Host } from '../../host.ts';
import type { SourceEdits } from '../../transform/source-edits.ts';
import { type AnyNode, childrenOf } from '../../transform/syntax-tree.ts';
import { codedError } from '../fs/native-error.ts';

/** Adds a check to every round of every loop of a script. */
export function addLoopChecks(program: Program, edits: SourceEdits): void {
  const loops = new Set([
    'WhileStatement',
    'DoWhileStatement',
    'ForStatement',
    'ForInStatement',
    'ForOfStatement',
  ]);
  const visit = (node: AnyNode): void => {
    if (loops.has(node.type) && 'body' in node) {
      const { start, end } = node.body as AnyNode;
      edits.wrap(start, end, '{$c.Z();', '}');
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
}

/** Runs `script`, which was compiled with checks, for at most so many milliseconds; then it ends with Node's error. */
export type RunWithin = (milliseconds: number, script: () => unknown) => unknown;

/**
 * Gives the runtime of instrumented code the check. A script that catches its error gets it again in the next round, and
 * the caller gets it in any case.
 */
export function createLoopChecks(host: Host): RunWithin {
  let deadline = Number.POSITIVE_INFINITY;
  let limit = 0;
  const timedOut = () =>
    codedError('ERR_SCRIPT_EXECUTION_TIMEOUT', `Script execution timed out after ${limit}ms`);
  const check = (): void => {
    if (performance.now() > deadline) throw timedOut();
  };
  return (milliseconds, script) => {
    Object.assign((host.global as { $c?: object }).$c ?? {}, { Z: check });
    const before = { deadline, limit };
    deadline = Math.min(deadline, performance.now() + milliseconds);
    limit = milliseconds;
    try {
      const result = script();
      check();
      return result;
    } finally {
      ({ deadline, limit } = before);
    }
  };
}
