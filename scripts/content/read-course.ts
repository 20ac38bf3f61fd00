import { fileURLToPath } from 'node:url';
import type { Course } from '../../src/course/course.ts';
import { loadCourse } from '../../src/course/load-course.ts';
import { readFolder } from '../../src/engine/native/read-folder.ts';

/** The course in `content/` of this repository. */
export async function readCourse(): Promise<Course> {
  return loadCourse(await readFolder(fileURLToPath(new URL('../../content', import.meta.url))));
}
