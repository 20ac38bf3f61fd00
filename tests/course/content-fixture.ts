import { AuthorErrors } from '../../src/course/author-error.ts';
import { loadCourse } from '../../src/course/load-course.ts';

const lesson = 'lessons/1-first';

/** The smallest course that has everything, as files. */
export function smallContent(): Record<string, string> {
  return {
    'course.yaml': 'title: A course\nsummary: About something.\nlessons: [1-first]\n',
    [`${lesson}/lesson.mdx`]:
      '---\ntitle: First\nsummary: The first one.\nobjective: Know it.\nminutes: 10\n---\n\n<Prediction id="guess" />\n',
    [`${lesson}/questions.yaml`]:
      '- id: guess\n  prompt: What?\n  options:\n    - { id: a, text: This, why: No. }\n    - { id: b, text: That, why: Yes., right: true }\n',
    [`${lesson}/exercise.yaml`]: [
      'title: Mend it',
      'brief: Make it answer.',
      'values:',
      '  word: { word: 8 }',
      'steps:',
      '  - { id: home, request: GET / }',
      'checks:',
      '  - id: answers',
      '    title: It answers',
      '    why: Because.',
      '    expect: [{ of: home, status: 200 }]',
      '    otherwise: It does not.',
      'diagnoses:',
      '  - { id: gone, explains: answers, when: { of: home, status: 404 }, say: It is gone. }',
      'hints:',
      '  - { checks: [answers], text: Look. }',
      'mistakes:',
      "  - { id: wrong, summary: Wrong., says: gone, edits: [{ file: server.mjs, find: '200', replace: '404' }] }",
      'right:',
      "  - { id: other, summary: Other., edits: [{ file: server.mjs, find: '200', replace: '0o310' }] }",
      '',
    ].join('\n'),
    [`${lesson}/starter/server.mjs`]: 'answer(500);\n',
    [`${lesson}/solution/server.mjs`]: 'answer(200);\n',
  };
}

/** The small course with one of its files changed. */
export function contentWith(
  file: string,
  change: (text: string) => string | undefined,
): Record<string, string> {
  const files = smallContent();
  const path = Object.hasOwn(files, file) ? file : `${lesson}/${file}`;
  const text = change(files[path] ?? '');
  if (text === undefined) delete files[path];
  else files[path] = text;
  return files;
}

/** What the author of these files reads. */
export function complaints(files: Readonly<Record<string, string>>): string {
  try {
    loadCourse(files);
  } catch (error) {
    if (error instanceof AuthorErrors) return `\n${error.message}\n`;
    throw error;
  }
  return 'nothing';
}
