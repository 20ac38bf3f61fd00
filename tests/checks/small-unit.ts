import type { Unit } from '../../src/course/course.ts';
import { loadCourse } from '../../src/course/load-course.ts';
import { smallContent } from '../course/content-fixture.ts';

/** A unit with these steps, checks and diagnoses, written as an author would; the rest is the small course's. */
export function unitWith(yaml: string): Unit {
  const files = smallContent();
  files['lessons/1-first/exercise.yaml'] = `title: Mend it\nbrief: Make it answer.\n${yaml}`;
  const [unit] = loadCourse(files).units;
  if (unit === undefined) throw new Error('The small course has no unit.');
  return unit;
}

/** A server with `node:http` whose handler has this body, listening where it is told to. */
export function serverWith(handler: string): Record<string, string> {
  return {
    'server.mjs': `import { createServer } from 'node:http';\ncreateServer((req, res) => {\n${handler}\n}).listen(process.env.PORT);\n`,
  };
}
