import type { Lesson } from '../course/course.ts';

/** The lesson that the page shows, for components that stand in its MDX. Set by `src/pages/learn/[lesson].astro`. */
export function lessonOf(astro: { readonly locals: object }): Lesson {
  const { lesson } = astro.locals as { readonly lesson?: Lesson };
  if (!lesson) throw new Error('This component stands in a lesson: `Astro.locals.lesson` is not set here.');
  return lesson;
}
