import { z } from 'zod';
import { templatePattern } from '../template.ts';

/** A stable name: lower-case letters, digits and hyphens, beginning with a letter. Progress is kept under it for ever. */
export const idSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, {
  error: (issue) =>
    `${JSON.stringify(issue.input)}\na name of lower-case letters, digits and hyphens, as in \`not-found\`.`,
});

/** A text that learners read; Markdown of one line (`code`, *emphasis*, **strong**, links), paragraphs by an empty line. */
export const textSchema = z.string().trim().min(1);

/** One value or a list of them: both mean a list. */
export function listOf<S extends z.ZodType>(item: S) {
  return z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).min(1),
  );
}

/** A path inside a folder: `server.mjs`, `routes/books.mjs`. */
export const pathSchema = z.string().refine((path) => !/^\/|\\|(^|\/)\.{0,2}(\/|$)/.test(path), {
  params: { fix: 'a path inside the folder, as in `routes/books.mjs`.' },
});

/** A regular expression in JavaScript's syntax, without slashes; `${…}` in it stands for what is filled in. */
export const patternSchema = z.string().refine(isPattern, {
  params: { fix: 'a regular expression of JavaScript, without slashes around it.' },
});

function isPattern(source: string): boolean {
  try {
    new RegExp(source.replaceAll(templatePattern, 'x'), 'u');
    return true;
  } catch {
    return false;
  }
}
