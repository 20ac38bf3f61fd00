import { expect, test } from 'vitest';
import { newLessonFiles, withLesson } from '../../scripts/content/new-lesson.ts';
import { complaints, smallContent } from '../course/content-fixture.ts';

function withNewLesson(): Record<string, string> {
  const files = smallContent();
  for (const [path, text] of Object.entries(newLessonFiles('Rate limits'))) {
    files[`lessons/2-rate-limits/${path}`] = text;
  }
  files['course.yaml'] = withLesson(
    'title: A course\nsummary: About.\nlessons:\n  - 1-first\n',
    '2-rate-limits',
  );
  return files;
}

test('a new lesson loads as it is', () => {
  expect(complaints(withNewLesson())).toBe('nothing');
});

test('output that is typed into its text is refused, with what to write', () => {
  const files = withNewLesson();
  files['lessons/2-rate-limits/lesson.mdx'] += '\n```text\nHTTP/1.1 500\n```\n\n```js\nfine();\n```\n';
  const found = complaints(files);
  expect(found).toContain('1 mistake');
  expect(found).toContain('found a code block of `text`');
  expect(found).toContain('<Transcript id="…" />');
});
