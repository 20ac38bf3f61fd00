import type { Pitfall, Service } from './course.ts';
import { loadText } from './load-text.ts';
import { unitFromData } from './load-unit.ts';
import type { Reader } from './reader.ts';
import { pitfallSchema } from './schema/pitfall.ts';

/** Reads `pitfalls/<id>/`; `undefined` where its mistakes leave nothing to go on with. */
export function loadPitfall(
  reader: Reader,
  id: string,
  services: ReadonlyMap<string, Service>,
): Pitfall | undefined {
  const folder = `pitfalls/${id}`;
  const valid = reader.read(
    `${folder}/pitfall.yaml`,
    pitfallSchema,
    'the pitfall: its drill as an exercise, with `name`, `summary` and `minutes`.',
  );
  const source = `${folder}/pitfall.mdx`;
  reader.requireText(source, 'the text: what goes wrong, and why.');
  if (valid === undefined) return undefined;
  const { title, name, summary, minutes } = valid.data;
  const exercise = unitFromData(reader, { folder, id, kind: 'pitfall' }, valid, services);
  const text = loadText(reader, { folder, source, exercise, services });
  for (const side of ['wrong', 'right']) {
    if (text.experiments[side] !== undefined) continue;
    reader.missing(
      `${folder}/experiments/${side}/`,
      side === 'wrong' ? 'the server as the habit makes it.' : 'the same server without the habit.',
    );
  }
  return { id, source, title, name, summary, minutes, exercise, challenge: undefined, ...text };
}
