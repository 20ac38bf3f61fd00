import type { APIRoute, GetStaticPaths } from 'astro';
import { course } from '../../components/site-course.ts';
import type { Lesson, Unit } from '../../course/course.ts';
import type { FlatFiles } from '../../files/file-tree.ts';
import type { LabUnit, LessonLab } from '../../workbench/workbench-data.ts';

export const getStaticPaths = (() =>
  course.lessons.map((lesson) => ({
    params: { lesson: lesson.id },
    props: { lesson },
  }))) satisfies GetStaticPaths;

/** What the workbenches of a lesson need, fetched by them when they come near. */
export const GET: APIRoute = ({ props }) => {
  const { lesson } = props as { lesson: Lesson };
  const lab: LessonLab = {
    lesson: lesson.id,
    exercise: labUnit(lesson.exercise),
    ...(lesson.challenge ? { challenge: labUnit(lesson.challenge) } : {}),
    experiments: Object.fromEntries(
      Object.entries(lesson.experiments).map(([name, files]) => [name, texts(files)]),
    ),
  };
  return new Response(JSON.stringify(lab));
};

function labUnit(unit: Unit): LabUnit {
  return { ...unit, starter: texts(unit.starter), solution: texts(unit.solution), mistakes: [], right: [] };
}

function texts(files: FlatFiles): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, contents]) => [
      path,
      typeof contents === 'string' ? contents : new TextDecoder().decode(contents),
    ]),
  );
}
