import { describe, expect, test } from 'vitest';
import { complaints, contentWith, smallContent } from './content-fixture.ts';

const exercise = (change: (text: string) => string): string =>
  complaints(contentWith('exercise.yaml', change));

describe('what an author reads', () => {
  test('the small course has no mistakes', () => {
    expect(complaints(smallContent())).toBe('nothing');
  });

  test('an unknown key, with the one that was probably meant', () => {
    expect(exercise((text) => text.replace('    otherwise:', '    otherwize:'))).toMatchInlineSnapshot(`
      "
      2 mistakes in \`content/\`:

      lessons/1-first/exercise.yaml:8
        at    checks[0].otherwise
        found nothing
        write a text; this key cannot be left out.

      lessons/1-first/exercise.yaml:12
        at    checks[0].otherwize
        found the key \`otherwize\`, which is not known here
        write \`otherwise\`, if that is what is meant; known here: \`id\`, \`title\`, \`why\`, \`expect\`, \`needs\` and \`otherwise\`.
      "
    `);
  });

  test('a wrong value, a missing text and an id that is none, all at once and each with its line', () => {
    expect(
      exercise((text) =>
        text
          .replace('title: Mend it', "title: ''")
          .replace('status: 200', 'status: 2000')
          .replace('id: answers', 'id: It Answers'),
      ),
    ).toMatchInlineSnapshot(`
      "
      3 mistakes in \`content/\`:

      lessons/1-first/exercise.yaml:1
        at    title
        found an empty text
        write at least 1 character.

      lessons/1-first/exercise.yaml:8
        at    checks[0].id
        found "It Answers"
        write a name of lower-case letters, digits and hyphens, as in \`not-found\`.

      lessons/1-first/exercise.yaml:11
        at    checks[0].expect[0].status[0]
        found "2000"
        write a status such as \`404\`, a class such as \`4xx\`, or a list of them.
      "
    `);
  });

  test('something that is not YAML', () => {
    expect(
      exercise((text) => text.replace('brief: Make it answer.', 'brief: this: that')),
    ).toMatchInlineSnapshot(`
      "
      1 mistake in \`content/\`:

      lessons/1-first/exercise.yaml:2
        found text that is not YAML: Nested mappings are not allowed in compact mappings
        write valid YAML; texts with \`: \` or a leading \`{\`, \`[\`, \`*\`, \`&\`, \`!\`, \`%\`, \`@\` or backtick need quotes.
      "
    `);
  });

  test('references to what is not there', () => {
    expect(
      exercise((text) =>
        text
          .replace('of: home, status: 200', 'of: hom, status: 200')
          .replace('explains: answers', 'explains: anwsers')
          .replace('says: gone', 'says: gnoe')
          .replace('request: GET / }', "request: 'GET /${wrod}' }"),
      ),
    ).toMatchInlineSnapshot(`
      "
      4 mistakes in \`content/\`:

      lessons/1-first/exercise.yaml:6
        at    steps[0].request[0]
        found \`\${wrod}\`, which stands for nothing here
        write \`\${word}\`, if that is what is meant.

      lessons/1-first/exercise.yaml:11
        at    checks[0].expect[0].of[0]
        found the step \`hom\`, which does not exist
        write \`home\`, if that is what is meant; there are \`home\`.

      lessons/1-first/exercise.yaml:14
        at    diagnoses[0].explains[0]
        found the check \`anwsers\`, which does not exist
        write \`answers\`, if that is what is meant; there are \`answers\`.

      lessons/1-first/exercise.yaml:18
        at    mistakes[0].says
        found the diagnosis or check \`gnoe\`, which does not exist
        write \`gone\`, if that is what is meant; there are \`gone\` and \`answers\`.
      "
    `);
  });

  test('an edit that does not fit, and a solution without a difference', () => {
    expect(
      exercise((text) =>
        text
          .replace("find: '200', replace: '404'", "find: '201', replace: '404'")
          .replace(/, edits: \[.*0o310.*\]/, ''),
      ),
    ).toMatchInlineSnapshot(`
      "
      2 mistakes in \`content/\`:

      lessons/1-first/exercise.yaml:18
        at    mistakes[0].edits[0].find
        found the text \`"201"\`, which does not stand in \`server.mjs\`
        write a piece of that file, exactly as it stands there, long enough to occur once.

      lessons/1-first/exercise.yaml:20
        at    right[0]
        found \`other\` without any difference
        write \`edits\`, or files of its own in the folder that has its name.
      "
    `);
  });

  test('a missing solution', () => {
    expect(complaints(contentWith('solution/server.mjs', () => undefined))).toMatchInlineSnapshot(`
      "
      1 mistake in \`content/\`:

      lessons/1-first/solution/
        found no such file
        write the files of a solution that passes all checks.
      "
    `);
  });

  test('a duplicate id', () => {
    expect(
      exercise((text) =>
        text.replace(
          'right:\n',
          `right:\n  - { id: other, summary: Twice., edits: [{ file: server.mjs, find: '200', replace: '0xc8' }] }\n`,
        ),
      ),
    ).toMatchInlineSnapshot(`
      "
      1 mistake in \`content/\`:

      lessons/1-first/exercise.yaml:21
        at    right[1].id
        found the right solution \`other\`, which exists already in lessons/1-first/exercise.yaml
        write another one: each must be found by its name alone.
      "
    `);
  });

  test('a hint that nobody can reach, and a check that no hint helps with', () => {
    expect(exercise((text) => text.replace('checks: [answers]', 'checks: []'))).toMatchInlineSnapshot(`
      "
      2 mistakes in \`content/\`:

      lessons/1-first/exercise.yaml:8
        at    checks[0]
        found the check \`answers\`, which no hint helps with
        write \`answers\` under the \`checks\` of at least one hint.

      lessons/1-first/exercise.yaml:16
        at    hints[0].checks
        found a hint that no check leads to, so that nobody will ever read it
        write the ids of the checks that it helps with, under \`checks\`.
      "
    `);
  });

  test('steps and conditions that say too much or nothing', () => {
    expect(
      exercise((text) =>
        text
          .replace(
            '{ id: home, request: GET / }',
            '{ id: home, request: GET /, restart: true, json: {}, body: x }\n  - { id: idle }',
          )
          .replace('{ of: home, status: 200 }', '{ status: 200 }')
          .replace('when: { of: home, status: 404 }', 'when: { of: home }'),
      ),
    ).toMatchInlineSnapshot(`
      "
      5 mistakes in \`content/\`:

      lessons/1-first/exercise.yaml:6
        at    steps[0]
        found a step that does several things: request, restart
        write exactly one of \`start\`, \`request\`, \`together\`, \`one-connection\`, \`hold-open\`, \`wait\`, \`signal\`, \`restart\`, \`fault\`, \`write\`, \`spoil\`, \`mend\`.

      lessons/1-first/exercise.yaml:6
        at    steps[0]
        found a request with several bodies: json, body
        write one of them.

      lessons/1-first/exercise.yaml:7
        at    steps[1]
        found a step that does nothing
        write exactly one of \`start\`, \`request\`, \`together\`, \`one-connection\`, \`hold-open\`, \`wait\`, \`signal\`, \`restart\`, \`fault\`, \`write\`, \`spoil\`, \`mend\`.

      lessons/1-first/exercise.yaml:12
        at    checks[0].expect[0]
        found \`status\` without saying which answers are meant
        write \`of\` (all of them) or \`any-of\` (some of them), with the ids of steps.

      lessons/1-first/exercise.yaml:15
        at    diagnoses[0].when[0]
        found a condition that asks for nothing
        write what must be true.
      "
    `);
  });

  test('a question without a right option, and components that point at nothing', () => {
    const files = contentWith('questions.yaml', (text) => text.replace(', right: true', ''));
    files['lessons/1-first/lesson.mdx'] += '\n<Prediction id="gess" />\n<Transcript id="run" />\n';
    expect(complaints(files)).toMatchInlineSnapshot(`
      "
      3 mistakes in \`content/\`:

      lessons/1-first/lesson.mdx:10
        at    <Prediction>.id
        found the question \`gess\`, which does not exist
        write \`guess\`, if that is what is meant; there are \`guess\`.

      lessons/1-first/lesson.mdx:11
        at    <Transcript>.id
        found the transcript \`run\`, and there is none at all
        write the transcript first, or leave this out.

      lessons/1-first/questions.yaml:4
        at    [0].options
        found no option with \`right: true\`
        write exactly one right option, or \`multiple: true\`.
      "
    `);
  });

  test('a lesson that no list names, and a folder that no entry names', () => {
    const files = smallContent();
    files['lessons/2-second/lesson.mdx'] = '';
    files['lessons/1-first/mistakes/forgotten/server.mjs'] = 'answer(500);\n';
    expect(complaints(files)).toMatchInlineSnapshot(`
      "
      2 mistakes in \`content/\`:

      course.yaml:3
        at    lessons
        found the lesson \`2-second\`, which \`lessons\` of course.yaml does not name
        write its folder name at its place in that list.

      lessons/1-first/exercise.yaml:18
        at    mistakes
        found the folder \`mistakes/forgotten\`, which \`mistakes\` does not name
        write an entry for it under \`mistakes\` of the YAML file beside it, or remove the folder.
      "
    `);
  });

  test('a missing front matter', () => {
    expect(complaints(contentWith('lesson.mdx', () => 'Just text.\n'))).toMatchInlineSnapshot(`
      "
      1 mistake in \`content/\`:

      lessons/1-first/lesson.mdx
        found no front matter
        write YAML between two lines of \`---\` at the top of the file.
      "
    `);
  });
});
