import { authorMessages } from './author-messages.ts';
import { foldersIn } from './content-files.ts';
import type { Lesson, Service } from './course.ts';
import { loadText } from './load-text.ts';
import { loadUnit } from './load-unit.ts';
import type { Reader } from './reader.ts';
import { lessonSchema } from './schema/lesson.ts';

/** Reads `lessons/<id>/`; `undefined` where its mistakes leave nothing to go on with. */
export function loadLesson(
  reader: Reader,
  id: string,
  services: ReadonlyMap<string, Service>,
): Lesson | undefined {
  const folder = `lessons/${id}`;
  const number = Number(/^([1-9]\d*)-[a-z0-9-]+$/.exec(id)?.[1]);
  if (Number.isNaN(number)) {
    reader.errors.push({ file: `${folder}/`, key: '', ...authorMessages.lessonFolder(id) });
    return undefined;
  }
  const source = `${folder}/lesson.mdx`;
  const front = reader.readFrontMatter(
    source,
    lessonSchema,
    'the text of the lesson, with its front matter.',
  );
  const exercise = loadUnit(reader, { folder, id, kind: 'lesson' }, services);
  const challenge = foldersIn(reader.files, folder).includes('challenge')
    ? loadUnit(reader, { folder: `${folder}/challenge`, id: `${id}-challenge`, kind: 'challenge' }, services)
    : undefined;
  const whenMissing = 'the questions of the lesson; at least its prediction.';
  const text = loadText(reader, { folder, source, exercise, services, whenMissing });
  if (front === undefined || exercise === undefined) return undefined;
  return { ...front.data, ...text, id, number, source, exercise, challenge };
}
