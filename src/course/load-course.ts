import type { FlatFiles } from '../files/file-tree.ts';
import { type AuthorError, AuthorErrors } from './author-error.ts';
import { authorMessages } from './author-messages.ts';
import { filesBelow, foldersIn } from './content-files.ts';
import { type Course, type Service, textsOf } from './course.ts';
import { loadIncident } from './load-incident.ts';
import { loadLesson } from './load-lesson.ts';
import { loadMyth } from './load-myth.ts';
import { loadPitfall } from './load-pitfall.ts';
import { loadProject } from './load-project.ts';
import { loadScenarios } from './load-scenarios.ts';
import { loadSections } from './load-sections.ts';
import { Reader, type Valid } from './reader.ts';
import { type CourseData, cardsSchema, courseSchema, serviceSchema } from './schema/course.ts';

/**
 * The course that the files of `content/` describe; paths are relative to that folder.
 *
 * @throws {AuthorErrors} with all mistakes at once, in the order of files.
 */
export function loadCourse(files: FlatFiles): Course {
  const reader = new Reader(files);
  const services = loadServices(reader);
  const valid = reader.read('course.yaml', courseSchema, 'the course: `title`, `summary` and `lessons`.');
  const inCourse = <T>(
    key: 'lessons' | 'incidents' | 'pitfalls' | 'myths',
    load: (reader: Reader, id: string, services: ReadonlyMap<string, Service>) => T | undefined,
  ): T[] =>
    orderOf(reader, valid, key)
      .map((id) => load(reader, id, services))
      .filter((loaded) => loaded !== undefined);
  const lessons = inCourse('lessons', loadLesson);
  const incidents = inCourse('incidents', loadIncident);
  const pitfalls = inCourse('pitfalls', loadPitfall);
  const project = foldersIn(files, '').includes('project') ? loadProject(reader, services) : undefined;
  const myths = inCourse('myths', loadMyth);
  const sections = loadSections(reader, valid, services);
  const scenarios = loadScenarios(reader);
  const cards = reader.read('cards.yaml', cardsSchema);
  cards?.data.forEach((card, i) => {
    reader.claim(cards.source, [i, 'id'], 'card', card.id);
    const places = {
      lesson: foldersIn(files, 'lessons'),
      section: sections?.parts.map(({ id }) => id) ?? [],
      myth: foldersIn(files, 'myths'),
    };
    const named = (['lesson', 'section', 'myth'] as const).filter((key) => card[key] !== undefined);
    if (named.length !== 1) reader.mistake(cards.source, [i], authorMessages.cardPlace(named.length));
    for (const key of named) reader.reference(cards.source, [i, key], key, card[key] ?? '', places[key]);
  });
  if (reader.errors.length > 0 || valid === undefined) throw new AuthorErrors(inOrder(reader.errors));
  const { title, summary, modes } = valid.data;
  const texts = { lessons, incidents, pitfalls, project, myths, sections };
  return {
    title,
    summary,
    modes,
    ...texts,
    scenarios,
    units: textsOf({ ...texts, myths: [], sections: undefined }).flatMap(({ exercise, challenge }) =>
      challenge ? [exercise, challenge] : [exercise],
    ),
    cards: cards?.data ?? [],
  };
}

/** The folders of a kind in the order of `course.yaml`; those that are not there, not named, or named twice are mistakes. */
function orderOf(
  reader: Reader,
  valid: Valid<CourseData> | undefined,
  key: 'lessons' | 'incidents' | 'pitfalls' | 'myths',
): string[] {
  const what = key.slice(0, -1);
  const folders = foldersIn(reader.files, key);
  if (valid === undefined) return folders;
  const { data, source } = valid;
  data[key].forEach((id, i) => {
    // One name for all: it is the id of a unit.
    reader.claim(source, [key, i], 'unit', id);
    reader.reference(source, [key, i], what, id, folders);
  });
  for (const id of folders.filter((folder) => !data[key].includes(folder))) {
    reader.mistake(source, [key], authorMessages.folderNotListed(what, id, key));
  }
  return data[key].filter((id) => folders.includes(id));
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
