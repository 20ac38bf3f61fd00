import { authorMessages } from './author-messages.ts';
import { filesBelow, foldersIn } from './content-files.ts';
import type { Section, Sections, Service } from './course.ts';
import { checkMdx, loadText } from './load-text.ts';
import type { Reader, Valid } from './reader.ts';
import type { CourseData } from './schema/course.ts';
import { sectionSchema } from './schema/section.ts';
import { scratchUnit } from './scratch-unit.ts';

const folder = 'sections';

/** Reads `sections/`: texts in the order of `course.yaml` that share questions, transcripts and experiments. */
export function loadSections(
  reader: Reader,
  valid: Valid<CourseData> | undefined,
  services: ReadonlyMap<string, Service>,
): Sections | undefined {
  const found = Object.keys(filesBelow(reader.files, folder))
    .filter((path) => /^[^/]+\.mdx$/.test(path))
    .map((path) => path.slice(0, -'.mdx'.length));
  if (found.length === 0 || valid === undefined) return undefined;
  const { data, source: course } = valid;
  data.sections.forEach((id, i) => {
    reader.claim(course, ['sections', i], 'section', id);
    reader.reference(course, ['sections', i], 'section', id, found);
  });
  for (const id of found.filter((name) => !data.sections.includes(name))) {
    reader.mistake(course, ['sections'], authorMessages.folderNotListed('section', id, 'sections'));
  }
  const parts = data.sections
    .filter((id) => found.includes(id))
    .flatMap((id): Section[] => {
      const source = `${folder}/${id}.mdx`;
      const front = reader.readFrontMatter(source, sectionSchema, 'the text of the section.');
      return front === undefined ? [] : [{ ...front.data, id, source }];
    });
  const first = foldersIn(reader.files, `${folder}/experiments`)[0];
  const files = first === undefined ? {} : filesBelow(reader.files, `${folder}/experiments/${first}`);
  const exercise = scratchUnit({ id: folder, kind: 'section', folder, title: 'Deep dive', files });
  const [source = `${folder}/`, ...others] = parts.map((part) => part.source);
  const text = loadText(reader, { folder, source, exercise, services });
  for (const other of others) checkMdx(reader, other, text);
  const summary = 'Error handling in production, told as one story.';
  return { id: folder, source, title: 'Deep dive', summary, parts, exercise, challenge: undefined, ...text };
}
