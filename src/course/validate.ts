import type { z } from 'zod';
import { type AuthorError, formatKey } from './author-error.ts';
import { authorMessages } from './author-messages.ts';
import { nearest } from './nearest.ts';
import type { YamlSource } from './yaml-source.ts';

type RawIssue = z.core.$ZodRawIssue;

/**
 * The data of a YAML source in the shape of `schema`, or `undefined` with every mistake pushed to `errors`.
 */
export function validate<S extends z.ZodType>(
  schema: S,
  source: YamlSource,
  errors: AuthorError[],
): z.output<S> | undefined {
  const result = schema.safeParse(source.data, { error: (issue) => wordIssue(issue) });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    const wordings = issue.message.split('\n\n');
    keys.forEach((key, i) => {
      const path = key === undefined ? issue.path : [...issue.path, key];
      const [found = '', fix = ''] = (wordings[i] ?? issue.message).split('\n');
      const line = source.lineOf(path);
      errors.push({
        file: source.file,
        key: formatKey(path),
        ...(line === undefined ? {} : { line }),
        found,
        fix,
      });
    });
  }
  return undefined;
}

/** A mistake that the schema cannot see, at a place of a source. */
export function mistakeAt(
  source: YamlSource,
  path: readonly PropertyKey[],
  wording: { readonly found: string; readonly fix: string },
): AuthorError {
  const line = source.lineOf(path);
  return { file: source.file, key: formatKey(path), ...(line === undefined ? {} : { line }), ...wording };
}

/** Found and fix on two lines, which is how they travel through zod; several keys are kept apart by an empty line. */
function wordIssue(issue: RawIssue): string {
  const wordings = wordingsOf(issue);
  return wordings.map(({ found, fix }) => `${found}\n${fix}`).join('\n\n');
}

function wordingsOf(issue: RawIssue): { found: string; fix: string }[] {
  const value = issue.input;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = Object.keys((issue.inst as z.ZodObject | undefined)?._zod.def.shape ?? {});
      return issue.keys.map((key) => authorMessages.unknownKey(key, known, nearest(key, known)));
    }
    case 'invalid_type':
      return [
        value === undefined
          ? authorMessages.missing(issue.expected)
          : authorMessages.wrongType(value, issue.expected),
      ];
    case 'invalid_value': {
      const known = issue.values.map(String);
      if (value === undefined) return [{ ...authorMessages.notOneOf(value, known, undefined) }];
      return [authorMessages.notOneOf(value, known, nearest(String(value), known))];
    }
    case 'invalid_union': {
      const { discriminator } = issue;
      if (typeof discriminator !== 'string') return [authorMessages.other(value, 'something else.')];
      const kinds = [...((issue.inst as z.ZodType | undefined)?._zod.propValues?.[discriminator] ?? [])];
      return [authorMessages.noKind(value, discriminator, kinds.map(String))];
    }
    case 'too_small':
      return [authorMessages.tooSmall(value, issue.minimum, issue.origin)];
    case 'too_big':
      return [authorMessages.tooBig(value, issue.maximum, issue.origin)];
    case 'custom':
      return [
        authorMessages.other(value, String(issue.params?.['fix'] ?? issue.message ?? 'something else.')),
      ];
    default:
      return [authorMessages.other(value, issue.message ?? `something that is not ${issue.code}.`)];
  }
}
