import type { FlatFiles } from '../files/file-tree.ts';
import { type AuthorError, AuthorErrors } from './author-error.ts';
import { authorMessages } from './author-messages.ts';
import { filesBelow, foldersIn } from './content-files.ts';
import type { Course, Lesson, Service } from './course.ts';
import { loadLesson } from './load-lesson.ts';
import { loadUnit } from './load-unit.ts';
import { Reader } from './reader.ts';
import { cardsSchema, courseSchema, serviceSchema } from './schema/course.ts';

/**
 * The course that the files of `content/` describe; paths are relative to that folder.
 *
 * @throws {AuthorErrors} with all mistakes at once, in the order of files.
 */
export function loadCourse(files: FlatFiles): Course {
  const reader = new Reader(files);
  const services = loadServices(reader);
  const valid = reader.read('course.yaml', courseSchema, 'the course: `title`, `summary` and `lessons`.');
  const folders = foldersIn(files, 'lessons');
  valid?.data.lessons.forEach((id, i) => {
    reader.claim(valid.source, ['lessons', i], 'lesson', id);
    reader.reference(valid.source, ['lessons', i], 'lesson', id, folders);
  });
  const order = valid?.data.lessons ?? folders;
  if (valid !== undefined) {
    for (const id of folders.filter((folder) => !order.includes(folder))) {
      reader.mistake(valid.source, ['lessons'], authorMessages.lessonNotListed(id));
    }
  }
  const lessons = order
    .filter((id) => folders.includes(id))
    .map((id) => loadLesson(reader, id, services))
    .filter((lesson): lesson is Lesson => lesson !== undefined);
  const project = foldersIn(files, '').includes('project')
    ? loadUnit(reader, 'project', 'project.yaml', 'project', 'project', services)
    : undefined;
  const cards = reader.read('cards.yaml', cardsSchema);
  cards?.data.forEach((card, i) => {
    reader.claim(cards.source, [i, 'id'], 'card', card.id);
    reader.reference(cards.source, [i, 'lesson'], 'lesson', card.lesson, order);
  });
  if (reader.errors.length > 0 || valid === undefined) throw new AuthorErrors(inOrder(reader.errors));
  const units = lessons.flatMap(({ exercise, challenge }) =>
    challenge ? [exercise, challenge] : [exercise],
  );
  return {
    title: valid.data.title,
    summary: valid.data.summary,
    modes: valid.data.modes,
    lessons,
    units: project === undefined ? units : [...units, project],
    cards: cards?.data ?? [],
  };
}

function loadServices(reader: Reader): Map<string, Service> {
  const services = new Map<string, Service>();
  for (const id of foldersIn(reader.files, 'services')) {
    const folder = `services/${id}`;
    const valid = reader.read(
      `${folder}/service.yaml`,
      serviceSchema,
      'the service: `title`, `env`, `entry` and `port`.',
    );
    if (valid === undefined) continue;
    const { 'service.yaml': _description, ...files } = filesBelow(reader.files, folder);
    reader.reference(valid.source, ['entry'], 'file', valid.data.entry, Object.keys(files));
    services.set(id, { ...valid.data, id, files });
  }
  return services;
}

function inOrder(errors: readonly AuthorError[]): AuthorError[] {
  return [...errors].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0),
  );
}
