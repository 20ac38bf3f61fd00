import { filesBelow, foldersIn } from './content-files.ts';
import type { Scenario } from './course.ts';
import type { Reader } from './reader.ts';
import { scenariosSchema } from './schema/scenario.ts';

/** Reads `visualize/`; no scenarios where there is no such folder. */
export function loadScenarios(reader: Reader): Scenario[] {
  const valid = reader.read('visualize/scenarios.yaml', scenariosSchema);
  const folders = foldersIn(reader.files, 'visualize');
  const ids = valid?.data.map(({ id }) => id) ?? [];
  valid?.data.forEach(({ id, beside }, i) => {
    reader.claim(valid.source, [i, 'id'], 'scenario', id);
    reader.reference(valid.source, [i, 'id'], 'folder', id, folders);
    if (beside !== undefined) reader.reference(valid.source, [i, 'beside'], 'scenario', beside, ids);
  });
  return (
    valid?.data.map((data) => ({ ...data, files: filesBelow(reader.files, `visualize/${data.id}`) })) ?? []
  );
}
