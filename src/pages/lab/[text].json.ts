import type { APIRoute, GetStaticPaths } from 'astro';
import { course } from '../../components/site-course.ts';
import { textFiles } from '../../components/text-files.ts';
import { tryTexts } from '../../components/try-texts.ts';
import { type CourseText, textsOf, type Unit } from '../../course/course.ts';
import type { Lab, LabUnit } from '../../workbench/workbench-data.ts';

export const getStaticPaths = (() =>
  [...textsOf(course), ...tryTexts()].map((text) => ({
    params: { text: text.id },
    props: { text },
  }))) satisfies GetStaticPaths;

/** What the workbenches of a text need, fetched by them when they come near. */
export const GET: APIRoute = ({ props }) => {
  const { text } = props as { text: CourseText };
  const lab: Lab = {
    text: text.id,
    exercise: labUnit(text.exercise),
    ...(text.challenge ? { challenge: labUnit(text.challenge) } : {}),
    experiments: Object.fromEntries(
      Object.entries(text.experiments).map(([name, files]) => [name, textFiles(files)]),
    ),
  };
  return new Response(JSON.stringify(lab));
};

function labUnit(unit: Unit): LabUnit {
  const { grading } = unit;
  const forAuthors = {
    ...(grading === undefined ? {} : { grading: { ...grading, partial: [] } }),
    mistakes: [],
    right: [],
    equivalentMutants: [],
  };
  return { ...unit, starter: textFiles(unit.starter), solution: textFiles(unit.solution), ...forAuthors };
}
