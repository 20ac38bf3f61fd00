import { expect, test } from 'vitest';
import { loadCourse } from '../../src/course/load-course.ts';
import { headingsOf } from '../../src/course/load-quiz.ts';
import { complaints, contentWith } from './content-fixture.ts';

const single = `
- id: one
  kind: single
  passage: exercise
  prompt: "**Which of these is it?**"
  options:
    - { id: a, text: This, why: No. }
    - { id: b, text: That, why: Yes., right: true }
`;
const short = `
- { id: two, kind: short, passage: exercise, prompt: How many?, form: a number, accepts: ['4'], why: Four. }
`;
const quiz = (text: string): string => complaints(contentWith('quiz.yaml', () => text));

test('a quiz of all four kinds is a part of its text', () => {
  const text = `${single}${short}
- { id: three, kind: order, passage: exercise, prompt: In which order?, items: [{ id: x, text: X, why: First. }, { id: y, text: Y, why: Then. }, { id: z, text: Z, why: Last. }] }
- id: four
  kind: multiple
  passage: exercise
  prompt: Which?
  shown-by: guess
  options:
    - { id: a, text: This, why: Yes., right: true }
    - { id: b, text: That, why: Yes., right: true }
    - { id: c, text: Third, why: No. }
`;
  const withProof = contentWith('quiz.yaml', () => text.replace('  shown-by: guess\n', ''));
  expect(loadCourse(withProof).lessons[0]?.quiz.map(({ kind }) => kind)).toEqual([
    'single',
    'short',
    'order',
    'multiple',
  ]);
});

test('a kind that there is not, a passage that is nowhere, and a run that proves nothing', () => {
  expect(
    quiz(
      single.replace('kind: single', 'kind: singel') +
        short.replace('passage: exercise', 'passage: exersice, shown-by: guess'),
    ),
  ).toMatchInlineSnapshot(`
    "
    1 mistake in \`content/\`:

    lessons/1-first/quiz.yaml:3
      at    [0].kind
      found \`"singel"\`
      write one of \`single\`, \`multiple\`, \`order\` or \`short\`.
    "
  `);
  expect(
    quiz(short.replace('passage: exercise', 'passage: exersice, shown-by: guess')),
  ).toMatchInlineSnapshot(`
    "
    2 mistakes in \`content/\`:

    lessons/1-first/quiz.yaml:2
      at    [0].passage
      found the heading \`exersice\`, which does not exist
      write \`exercise\`, if that is what is meant; there are \`exercise\`.

    lessons/1-first/quiz.yaml:2
      at    [0].shown-by
      found the transcript or proven prediction \`guess\`, and there is none at all
      write the transcript or proven prediction first, or leave this out.
    "
  `);
});

test('a right option that can be told by its length', () => {
  expect(
    quiz(single.replace('text: That', 'text: That which is explained at length')),
  ).toMatchInlineSnapshot(`
    "
    1 mistake in \`content/\`:

    lessons/1-first/quiz.yaml:7
      at    [0].options
      found a right option of 33 characters, where the longest wrong one has 4
      write a shorter right one, or wrong ones as full as it: the answer must not be told by its length. Reasons belong under \`why\`.
    "
  `);
});

test('a quiz whose longest options are right too often, always at the same place', () => {
  const longer = single.replace('text: That', 'text: That one');
  const text = [1, 2, 3].map((n) => longer.replace('id: one', `id: q${n}`)).join('');
  expect(quiz(text)).toContain('the longest option is the right one in 3 of 3 questions');
  expect(quiz(text)).toContain('option 2 is always the right one');
});

test('questions for the exception, and options that speak of the others', () => {
  const bad = single.replace('Which of these is it?', 'Which of these is not it?');
  expect(quiz(bad)).toContain('a question that asks for the exception');
  expect(quiz(single.replace('Which of these', "It is not here. What doesn't fit, and which"))).toContain(
    'the exception',
  );
  expect(quiz(single.replace('Which of these', 'It is not here. Which of these'))).toBe('nothing');
  expect(quiz(single.replace('text: This', 'text: None of the above'))).toContain('speaks of the other');
});

test('the same short answer twice, and ids that a prediction of the text has', () => {
  expect(quiz(short.replace("['4']", "['4', four]"))).toContain('the same answer');
  expect(quiz(single.replace('id: one', 'id: guess'))).toContain(
    'the question `guess`, which exists already',
  );
});

test('headings are found as the pages name them, and not inside of code', () => {
  const text = '## A 404 is *not* an `error`\n\n```md\n## Not this\n```\n\n### Log once, answer\n';
  expect(headingsOf(text)).toEqual(['a-404-is-not-an-error', 'log-once-answer', 'exercise']);
});

test('a prediction may not give itself away either', () => {
  const told = contentWith('questions.yaml', (text) =>
    text.replace('text: That', 'text: That which is explained at length'),
  );
  expect(complaints(told)).toContain('questions.yaml');
  expect(complaints(told)).toContain(
    'found a right option of 33 characters, where the longest wrong one has 4',
  );
});
