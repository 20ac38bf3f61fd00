import type { FlatFiles } from '../files/file-tree.ts';
import type { Unit, UnitKind } from './course.ts';

/** Files to run in a text that has nothing to mend: a unit without checks, which no list of units has. */
export function scratchUnit(place: {
  readonly id: string;
  readonly kind: UnitKind;
  readonly folder: string;
  readonly title: string;
  readonly files: FlatFiles;
}): Unit {
  const { id, kind, folder, title, files } = place;
  return {
    id,
    kind,
    folder,
    title,
    brief: title,
    starter: files,
    solution: files,
    open: Object.keys(files).sort((a, b) => Number(b === 'server.mjs') - Number(a === 'server.mjs')),
    run: { entry: ['server.mjs'], port: 3000, env: {} },
    packages: ['express', 'pino'],
    needs: [],
    services: [],
    requests: [],
    fixed: [],
    values: {},
    rewrite: [],
    steps: [],
    checks: [],
    diagnoses: [],
    hints: [],
    mistakes: [],
    right: [],
    equivalentMutants: [],
  };
}
