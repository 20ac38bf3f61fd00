import { expect, test } from 'vitest';
import { lessonParts } from '../../src/components/lesson-parts.ts';

test('the exercise and the challenge stand where they are in the text, and code is not text', () => {
  const source = `## One
\`\`\`md
## not a heading
<Exercise />
\`\`\`
<Exercise />
## Two
<Exercise challenge />
`;
  const headings = [
    { slug: 'one', text: 'One' },
    { slug: 'two', text: 'Two' },
  ];
  expect(lessonParts(source, headings).map(({ slug }) => slug)).toEqual([
    'one',
    'exercise',
    'two',
    'challenge',
  ]);
});
