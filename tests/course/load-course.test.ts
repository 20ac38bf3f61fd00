import { describe, expect, test } from 'vitest';
import { findUnit } from '../../src/course/course.ts';
import { loadCourse } from '../../src/course/load-course.ts';
import { smallContent } from './content-fixture.ts';

describe('a course', () => {
  test('mistakes and right solutions are whole sets of files', () => {
    const unit = loadCourse(smallContent()).units[0];
    expect(unit?.mistakes).toEqual([
      { id: 'wrong', summary: 'Wrong.', says: 'gone', files: { 'server.mjs': 'answer(404);\n' } },
    ]);
    expect(unit?.right.map(({ files }) => files)).toEqual([{ 'server.mjs': 'answer(0o310);\n' }]);
  });

  test('a variant may have files of its own, laid over the solution; an empty file removes one', () => {
    const files = smallContent();
    files['lessons/1-first/exercise.yaml'] = files['lessons/1-first/exercise.yaml']?.replace(
      /- \{ id: other.*\n/,
      '- { id: other, summary: Other. }\n',
    ) as string;
    files['lessons/1-first/right/other/main.mjs'] = 'import "./server.js";\n';
    files['lessons/1-first/right/other/server.js'] = 'answer(200);\n';
    files['lessons/1-first/right/other/server.mjs'] = '';
    expect(loadCourse(files).units[0]?.right[0]?.files).toEqual({
      'main.mjs': 'import "./server.js";\n',
      'server.js': 'answer(200);\n',
    });
  });

  test('hints come with the checks that they help with', () => {
    expect(loadCourse(smallContent()).units[0]?.checks[0]?.hints).toEqual(['Look.']);
  });

  test('a unit is found by its id and by the number of its lesson', () => {
    const files = smallContent();
    for (const [path, contents] of Object.entries(files)) {
      if (/\/(exercise|starter|solution)/.test(path))
        files[path.replace('1-first/', '1-first/challenge/')] = contents;
    }
    const course = loadCourse(files);
    expect(findUnit(course, '1')?.id).toBe('1-first');
    expect(findUnit(course, '1-first')?.kind).toBe('lesson');
    expect(findUnit(course, '1-challenge')?.id).toBe('1-first-challenge');
    expect(findUnit(course, '1-first-challenge')?.kind).toBe('challenge');
    expect(findUnit(course, '2')).toBeUndefined();
    expect(findUnit(course, 'project')).toBeUndefined();
  });

  test('files whose names are those of inherited properties do no harm', () => {
    const files = smallContent();
    files['lessons/1-first/starter/__proto__/constructor'] = 'x';
    expect(loadCourse(files).units[0]?.starter['__proto__/constructor']).toBe('x');
  });
});
