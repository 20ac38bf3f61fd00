import { filesBelow } from './content-files.ts';
import type { Myth, Service } from './course.ts';
import { loadText } from './load-text.ts';
import type { Reader } from './reader.ts';
import { mythSchema } from './schema/section.ts';
import { scratchUnit } from './scratch-unit.ts';

/** Reads `myths/<id>/`; `undefined` where its mistakes leave nothing to go on with. */
export function loadMyth(
  reader: Reader,
  id: string,
  services: ReadonlyMap<string, Service>,
): Myth | undefined {
  const folder = `myths/${id}`;
  const source = `${folder}/myth.mdx`;
  const front = reader.readFrontMatter(source, mythSchema, 'the text of the myth, with its front matter.');
  const files = filesBelow(reader.files, `${folder}/experiment`);
  if (files['server.mjs'] === undefined) {
    reader.missing(
      `${folder}/experiment/server.mjs`,
      'the server that runs the experiment when it is asked.',
    );
  }
  const title = front?.data.title ?? id;
  const exercise = scratchUnit({ id, kind: 'myth', folder, title, files });
  const whenMissing = 'the question of the myth, with its proof.';
  const text = loadText(reader, { folder, source, exercise, services, whenMissing });
  if (front === undefined) return undefined;
  return { ...front.data, id, source, exercise, challenge: undefined, ...text };
}
