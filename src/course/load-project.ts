import { authorMessages } from './author-messages.ts';
import type { Grading, PartialSolution, Project, Service } from './course.ts';
import { loadText } from './load-text.ts';
import { loadVariants, unitFromData } from './load-unit.ts';
import type { Reader, Valid } from './reader.ts';
import { type ProjectData, projectSchema } from './schema/project.ts';

const folder = 'project';

/** Reads `project/`, the capstone; `undefined` where its mistakes leave nothing to go on with. */
export function loadProject(reader: Reader, services: ReadonlyMap<string, Service>): Project | undefined {
  const valid = reader.read(
    `${folder}/project.yaml`,
    projectSchema,
    'the project: an exercise with `points` for each check, and `grades`.',
  );
  const source = `${folder}/project.mdx`;
  reader.requireText(source, 'the text that stands above the workbench.');
  if (valid === undefined) return undefined;
  const { title, summary, objective, minutes } = valid.data;
  const unit = unitFromData(reader, { folder, id: 'project', kind: 'project' }, valid, services);
  const partial = loadVariants(
    reader,
    { data: valid.data.partial, source: valid.source },
    { folder, key: 'partial', starter: unit.starter, solution: unit.solution },
  ).map((variant, i): PartialSolution => {
    const { loses = [], grade = 'failed' } = valid.data.partial[i] ?? {};
    return { ...variant, loses, grade };
  });
  const exercise = { ...unit, grading: gradingOf(reader, valid, partial) };
  const text = loadText(reader, { folder, source, exercise, services });
  return {
    id: 'project',
    source,
    title,
    summary,
    objective,
    minutes,
    exercise,
    challenge: undefined,
    ...text,
  };
}

function gradingOf(
  reader: Reader,
  { data, source }: Valid<ProjectData>,
  partial: readonly PartialSolution[],
): Grading {
  const checks = data.checks.map(({ id, points, part, 'must-pass': mustPass }) => ({
    id,
    points,
    part,
    mustPass,
  }));
  const all = checks.reduce((sum, { points }) => sum + points, 0);
  data.grades.forEach((grade, i) => {
    const before = data.grades[i - 1];
    reader.claim(source, ['grades', i, 'id'], 'grade', grade.id, source.file);
    if (grade.from > all || (before !== undefined && before.from >= grade.from)) {
      reader.mistake(source, ['grades', i, 'from'], authorMessages.gradeFrom(grade.from, before?.from, all));
    }
  });
  const checkIds = checks.map(({ id }) => id);
  data.partial.forEach(({ loses, grade }, i) => {
    loses.forEach((id, j) => {
      reader.reference(source, ['partial', i, 'loses', j], 'check', id, checkIds);
    });
    const known = [...data.grades.map(({ id }) => id), 'failed'];
    reader.reference(source, ['partial', i, 'grade'], 'grade', grade, known);
  });
  return { checks, grades: data.grades, partial };
}
