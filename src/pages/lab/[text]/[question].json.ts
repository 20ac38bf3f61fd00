import type { APIRoute, GetStaticPaths } from 'astro';
import { course } from '../../../components/site-course.ts';
import { textFiles } from '../../../components/text-files.ts';
import { type CourseText, type Question, textsOf } from '../../../course/course.ts';

import type { RealRun } from '../../../workbench/run-for-real.ts';

export const getStaticPaths = (() =>
  textsOf(course).flatMap((text) =>
    text.questions
      .filter(({ proof }) => proof !== undefined)
      .map((question) => ({ params: { text: text.id, question: question.id }, props: { text, question } })),
  )) satisfies GetStaticPaths;

/** The run that shows the answer to a prediction, fetched once somebody has committed to one. */
export const GET: APIRoute = ({ props }) => {
  const { text, question } = props as { text: CourseText; question: Question };
  if (!question.proof) return new Response(null, { status: 404 });
  const { expect, packages, ...run } = question.proof;
  const shown: RealRun = {
    packages: [...text.exercise.packages, ...(packages ?? [])],
    run: {
      ...run,
      files: textFiles(run.files),
      services: run.services.map((service) => ({ ...service, files: textFiles(service.files) })),
      id: question.id,
      title: question.id,
      headers: ['content-type', 'x-request-id'],
      log: true,
      timing: expect.some((each) => each.within !== undefined || each['at-least'] !== undefined),
      cat: [],
      lines: 6,
      expect: [],
    },
  };
  return new Response(JSON.stringify(shown));
};
