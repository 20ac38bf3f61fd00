import type { Course } from '../course/course.ts';
import { loadCourse } from '../course/load-course.ts';

const texts = import.meta.glob<string>(
  ['/content/**/*', '!/content/**/node_modules/**', '!/content/**/*.{png,jpg,webp,ico,zip,gz}'],
  { query: '?raw', import: 'default', eager: true },
);

/** The course that the pages show, read from `content/` at build time. */
export const course: Course = loadCourse(
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [path.replace('/content/', ''), text])),
);

/** The text of a file of `content/`, by its path there. */
export function contentText(path: string): string {
  return texts[`/content/${path}`] ?? '';
}

/** The address of a page of this site, below whatever path it is served at. */
export function pageAddress(path: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}/${path}`;
}
