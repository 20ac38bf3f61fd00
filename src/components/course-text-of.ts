import type { CourseText } from '../course/course.ts';

/** The text that the page shows, for components that stand in its MDX. Set by the page (`src/pages/`). */
export function courseTextOf(astro: { readonly locals: object }): CourseText {
  const { text } = astro.locals as { readonly text?: CourseText };
  if (!text)
    throw new Error('This component stands in a text of the course: `Astro.locals.text` is not set here.');
  return text;
}
