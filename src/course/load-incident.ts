import type { Incident, Service } from './course.ts';
import { loadText } from './load-text.ts';
import { unitFromData } from './load-unit.ts';
import type { Reader } from './reader.ts';
import { incidentSchema } from './schema/incident.ts';

/** Reads `incidents/<id>/`; `undefined` where its mistakes leave nothing to go on with. */
export function loadIncident(
  reader: Reader,
  id: string,
  services: ReadonlyMap<string, Service>,
): Incident | undefined {
  const folder = `incidents/${id}`;
  const valid = reader.read(
    `${folder}/incident.yaml`,
    incidentSchema,
    'the incident: an exercise with `summary`, `minutes`, `alert` and `reported`.',
  );
  const source = `${folder}/post-mortem.mdx`;
  reader.requireText(source, 'the post-mortem, which is read once the incident is over.');
  if (valid === undefined) return undefined;
  const { title, summary, minutes, alert, reported } = valid.data;
  const exercise = unitFromData(reader, { folder, id, kind: 'incident' }, valid, services);
  const whenMissing = 'the questions of the incident: which line, why, who was hit.';
  const text = loadText(reader, { folder, source, exercise, services, whenMissing });
  if (text.transcripts.length === 0 && reader.files[`${folder}/transcripts.yaml`] === undefined) {
    reader.missing(`${folder}/transcripts.yaml`, 'the run that shows how the server fails.');
  }
  return { id, source, title, summary, minutes, alert, reported, exercise, challenge: undefined, ...text };
}
