import { callsCases } from './cases/calls.ts';
import { contextCases } from './cases/context.ts';
import { cornersCases } from './cases/corners.ts';
import { crashesCases } from './cases/crashes.ts';
import { curriculumCases } from './cases/curriculum.ts';
import { errorCases } from './cases/errors.ts';
import { httpCases } from './cases/http.ts';
import { lessonCases } from './cases/lessons.ts';
import { libraryCases } from './cases/library.ts';
import { moduleCases } from './cases/modules.ts';
import { optionsCases } from './cases/options.ts';
import { placesCases } from './cases/places.ts';
import { processCases } from './cases/process.ts';
import { rejectionsCases } from './cases/rejections.ts';
import { syntaxCases } from './cases/syntax.ts';
import { threadCases } from './cases/threads.ts';
import { wireCases } from './cases/wire.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario that is compared, by suite. */
export const suites: Readonly<Record<string, readonly Scenario[]>> = {
  process: processCases,
  options: optionsCases,
  modules: moduleCases,
  syntax: syntaxCases,
  http: httpCases,
  wire: wireCases,
  library: libraryCases,
  calls: callsCases,
  threads: threadCases,
  context: contextCases,
  rejections: rejectionsCases,
  errors: errorCases,
  crashes: crashesCases,
  corners: cornersCases,
  places: placesCases,
  lessons: lessonCases,
  curriculum: curriculumCases,
};
