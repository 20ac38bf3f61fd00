import type { CourseText } from '../course/course.ts';
import { scratchUnit } from '../course/scratch-unit.ts';
import { contentText, course } from './site-course.ts';

/** Servers to do with as one likes: an empty one first, then that of each lesson. Their files are kept apart from the lessons'. */
export function tryTexts(): CourseText[] {
  const unit = scratchUnit({
    id: 'try',
    kind: 'section',
    folder: 'try',
    title: 'An empty server',
    files: { 'server.mjs': contentText('try/starter/server.mjs') },
  });
  const nothing = { questions: [], quiz: [], transcripts: [], challenge: undefined, experiments: {} };
  const requests = [{ label: 'Front page', method: 'GET', path: '/', headers: [], body: undefined }];
  const empty: CourseText = {
    id: 'try',
    source: 'try/starter/server.mjs',
    title: 'An empty server',
    summary: 'Express with one route. Everything else is up to you.',
    exercise: { ...unit, requests },
    ...nothing,
  };
  return [empty, ...course.lessons.map((lesson) => ({ ...lesson, ...nothing, id: `try-${lesson.id}` }))];
}
