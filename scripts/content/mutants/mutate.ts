import type { Unit } from '../../../src/course/course.ts';
import type { FlatFiles } from '../../../src/files/file-tree.ts';
import { literalEdits } from './literal-edits.ts';
import { type Mutant, type MutantEdit, mutantKey, mutantOf } from './mutant.ts';
import { operatorEdits } from './operator-edits.ts';
import { statementEdits } from './statement-edits.ts';
import { structureEdits } from './structure-edits.ts';
import { nodesOf, parseProgram } from './syntax-nodes.ts';

/** All mutants of a unit's solution, but for the files that its checks put back as they were. */
export function mutantsOfUnit({ solution, starter, fixed }: Unit): Mutant[] {
  const changeable = Object.entries(solution).filter(([path]) => !fixed.includes(path));
  return mutantsOf(Object.fromEntries(changeable), starter);
}

/**
 * All mutants of a solution. Texts, numbers, arguments, properties and elements are changed only on lines that the
 * starter does not have: what the learner did not write is data of the exercise. Templates lose the escaping of what
 * they print.
 */
export function mutantsOf(solution: FlatFiles, starter: FlatFiles): Mutant[] {
  const mutants = Object.entries(solution).flatMap(([path, contents]) => {
    const text = typeof contents === 'string' ? contents : new TextDecoder().decode(contents);
    const before = starter[path];
    const given = new Set(
      (typeof before === 'string' ? before : '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    );
    if (/\.[cm]?js$/.test(path)) return mutantsOfProgram(path, text, given);
    if (/\.(ejs|eta|njk|html)$/.test(path)) return mutantsOfTemplate(path, text);
    return [];
  });
  const seen = new Map<string, Mutant>();
  for (const mutant of mutants) {
    if (!seen.has(mutantKey(mutant))) seen.set(mutantKey(mutant), mutant);
  }
  return [...seen.values()];
}

function mutantsOfProgram(path: string, text: string, given: ReadonlySet<string>): Mutant[] {
  const program = parseProgram(path, text);
  const edits: MutantEdit[] = [];
  for (const placed of nodesOf(program)) {
    edits.push(
      ...operatorEdits(placed, text),
      ...statementEdits(placed, text),
      ...structureEdits(placed, text),
      ...literalEdits(placed, text),
    );
  }
  const details = new Set(['number', 'text', 'argument', 'property', 'element', 'boolean']);
  return edits
    .map((edit) => mutantOf(path, text, edit))
    .filter((mutant) => !(details.has(mutant.kind) && given.has(mutant.line)))
    .filter((mutant) => mutant.text !== text && canBeRead(path, mutant.text));
}

function canBeRead(path: string, text: string): boolean {
  try {
    parseProgram(path, text);
    return true;
  } catch {
    return false;
  }
}

function mutantsOfTemplate(path: string, text: string): Mutant[] {
  return [...text.matchAll(/<%=/g)].map(({ index }) =>
    mutantOf(path, text, { kind: 'escape', from: index, to: index + 3, replacement: '<%-' }),
  );
}
