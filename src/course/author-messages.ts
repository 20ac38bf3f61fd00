import type { AuthorError } from './author-error.ts';

/** A mistake in words: what was found, and what to write. */
interface Wording {
  readonly found: string;
  readonly fix: string;
}

/** A value as an author would recognise it: short, on one line. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `\`${text.slice(0, 57)}…\`` : `\`${text}\``;
}

function list(names: readonly string[], word = 'or'): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${word} ${quoted.at(-1)}`;
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'whole number',
  array: 'list (lines that begin with `- `)',
  object: 'block of keys',
  record: 'block of keys',
  boolean: '`true` or `false`',
};

/** All words that authors read when something in `content/` is wrong. */
export const authorMessages = {
  all: (errors: readonly AuthorError[]): string => {
    const head =
      errors.length === 1 ? '1 mistake in `content/`:' : `${errors.length} mistakes in \`content/\`:`;
    const lines = errors.map(({ file, key, line, found, fix }) => {
      const place = `${file}${line === undefined ? '' : `:${line}`}`;
      return `\n${place}${key === '' ? '' : `\n  at    ${key}`}\n  found ${found}\n  write ${fix}`;
    });
    return [head, ...lines].join('\n');
  },

  yamlSyntax: (problem: string): Wording => ({
    found: `text that is not YAML: ${problem}`,
    fix: 'valid YAML; texts with `: ` or a leading `{`, `[`, `*`, `&`, `!`, `%`, `@` or backtick need quotes.',
  }),
  unknownKey: (key: string, known: readonly string[], nearest: string | undefined): Wording => ({
    found: `the key \`${key}\`, which is not known here`,
    fix:
      nearest === undefined
        ? `one of ${list(known)}, or leave it out.`
        : `\`${nearest}\`, if that is what is meant; known here: ${list(known, 'and')}.`,
  }),
  missing: (expected: string): Wording => ({
    found: 'nothing',
    fix: `${article(typeNames[expected] ?? expected)}; this key cannot be left out.`,
  }),
  wrongType: (value: unknown, expected: string): Wording => ({
    found: showValue(value),
    fix: `${article(typeNames[expected] ?? expected)}.`,
  }),
  notOneOf: (value: unknown, known: readonly string[], nearest: string | undefined): Wording => ({
    found: showValue(value),
    fix:
      nearest === undefined
        ? `one of ${list(known)}.`
        : `\`${nearest}\`, if that is what is meant; possible are ${list(known, 'and')}.`,
  }),
  noKind: (value: unknown, key: string, known: readonly string[]): Wording => ({
    found: showValue((value as Record<string, unknown> | undefined)?.[key]),
    fix: `one of ${list(known)}.`,
  }),
  tooSmall: (value: unknown, minimum: number | bigint, of: string): Wording => ({
    found: typeof value === 'string' && value.trim() === '' ? 'an empty text' : showValue(value),
    fix:
      of === 'string'
        ? `at least ${minimum} character${minimum === 1 ? '' : 's'}.`
        : of === 'array'
          ? `at least ${minimum} of them.`
          : `at least ${minimum}.`,
  }),
  tooBig: (value: unknown, maximum: number | bigint, of: string): Wording => ({
    found: typeof value === 'string' ? `a text of ${value.length} characters` : showValue(value),
    fix:
      of === 'string'
        ? `at most ${maximum} characters.`
        : of === 'array'
          ? `at most ${maximum} of them.`
          : `at most ${maximum}.`,
  }),
  other: (value: unknown, fix: string): Wording => ({ found: showValue(value), fix }),

  missingFile: (what: string): Wording => ({ found: 'no such file', fix: what }),
  duplicate: (what: string, id: string, firstFile: string): Wording => ({
    found: `the ${what} \`${id}\`, which exists already in ${firstFile}`,
    fix: 'another one: each must be found by its name alone.',
  }),
  unknownReference: (
    what: string,
    id: string,
    known: readonly string[],
    nearest: string | undefined,
  ): Wording => ({
    found:
      known.length === 0
        ? `the ${what} \`${id}\`, and there is none at all`
        : `the ${what} \`${id}\`, which does not exist`,
    fix:
      known.length === 0
        ? `the ${what} first, or leave this out.`
        : nearest === undefined
          ? `one of ${list(known)}.`
          : `\`${nearest}\`, if that is what is meant; there are ${list(known, 'and')}.`,
  }),
  unusedFolder: (folder: string, key: string): Wording => ({
    found: `the folder \`${folder}\`, which \`${key}\` does not name`,
    fix: `an entry for it under \`${key}\` of the YAML file beside it, or remove the folder.`,
  }),
  editNotFound: (find: string, file: string, count: number): Wording => ({
    found:
      count === 0
        ? `the text ${showValue(find)}, which does not stand in \`${file}\``
        : `the text ${showValue(find)}, which stands ${count} times in \`${file}\``,
    fix: 'a piece of that file, exactly as it stands there, long enough to occur once.',
  }),
  noDifference: (what: string): Wording => ({
    found: `${what} without any difference`,
    fix: '`edits`, or files of its own in the folder that has its name.',
  }),
  hintWithoutCheck: (): Wording => ({
    found: 'a hint that no check leads to, so that nobody will ever read it',
    fix: 'the ids of the checks that it helps with, under `checks`.',
  }),
  checkWithoutHint: (id: string): Wording => ({
    found: `the check \`${id}\`, which no hint helps with`,
    fix: `\`${id}\` under the \`checks\` of at least one hint.`,
  }),
  diagnosisUnused: (id: string): Wording => ({
    found: `the mistake \`${id}\` without \`says\``,
    fix: 'the id of the diagnosis, or of the check, whose message must come first for it.',
  }),
  rightOptions: (count: number, multiple: boolean): Wording => ({
    found: count === 0 ? 'no option with `right: true`' : `${count} options with \`right: true\``,
    fix: multiple ? 'at least one right option.' : 'exactly one right option, or `multiple: true`.',
  }),
  negatedQuestion: (word: string): Wording => ({
    found: `a question that asks for the exception (\`${word}\`)`,
    fix: 'one that asks for what is so: whoever overlooks the small word is wrong for the wrong reason.',
  }),
  longestIsRight: (right: number, wrong: number): Wording => ({
    found: `a right option of ${right} characters, where the longest wrong one has ${wrong}`,
    fix: 'a shorter right one, or wrong ones as full as it: the answer must not be told by its length. Reasons belong under `why`.',
  }),
  longestTooOften: (count: number, of: number): Wording => ({
    found: `a quiz in which the longest option is the right one in ${count} of ${of} questions`,
    fix: 'options whose length tells nothing: the right one is the longest in at most half of the questions.',
  }),
  alwaysSamePlace: (place: number): Wording => ({
    found: `a quiz in which option ${place} is always the right one`,
    fix: 'the options in another order here and there.',
  }),
  optionOfOthers: (text: string): Wording => ({
    found: `the option ${showValue(text)}, which speaks of the other options`,
    fix: 'something that is right or wrong by itself, or `kind: multiple`.',
  }),
  equalAnswers: (answer: string, first: string): Wording => ({
    found: `${showValue(answer)}, which is the same answer as ${showValue(first)}`,
    fix: 'one of them: case, spaces, quotes and number words make no difference.',
  }),
  provenTwice: (): Wording => ({
    found: '`shown-by` beside `proof`',
    fix: 'one of them: a run of its own, or one that the text has already.',
  }),
  gradeFrom: (from: number, before: number | undefined, all: number): Wording => ({
    found: `a grade from ${from} points on, where all checks together give ${all}`,
    fix:
      before === undefined
        ? `a number up to ${all}.`
        : `a number above ${before}, from which the grade before it is given, and up to ${all}.`,
  }),
  lessonFolder: (name: string): Wording => ({
    found: `the folder \`${name}\``,
    fix: 'a number, a hyphen and a name in lower case, as in `1-basic-error-handlers`.',
  }),
  folderNotListed: (what: string, id: string, key: string): Wording => ({
    found: `the ${what} \`${id}\`, which \`${key}\` of course.yaml does not name`,
    fix: 'its folder name at its place in that list.',
  }),
  unknownTemplate: (name: string, known: readonly string[], nearest: string | undefined): Wording => ({
    found: `\`\${${name}}\`, which stands for nothing here`,
    fix:
      nearest === undefined
        ? `one of the \`values\`, or an earlier step with what is taken from it, as in \`\${created.json.id}\`; known: ${list(known, 'and')}.`
        : `\`\${${nearest}}\`, if that is what is meant.`,
  }),
  templateTooEarly: (name: string, step: string): Wording => ({
    found: `\`\${${name}}\`, which takes something from the step \`${step}\` before that step has run`,
    fix: 'it in a later step, or move that step up.',
  }),
  forEachWithoutThat: (forEach: boolean): Wording => ({
    found: forEach ? '`for-each` without `that`' : '`that` without `for-each`',
    fix: 'both: `for-each` with the ids of steps, and under `that` what must be true of each of their exchanges.',
  }),
  unboundThis: (): Wording => ({
    found: '`${this…}` without saying which answers are meant',
    fix: '`of` or `any-of` beside it, or `for-each` in a `log`.',
  }),
  typedOutput: (language: string): Wording => ({
    found: language === '' ? 'a code block without a language' : `a code block of \`${language}\``,
    fix: 'the language, where it is code; where it is output, an entry in transcripts.yaml and `<Transcript id="…" />`, so that it comes from a run.',
  }),
  cardPlace: (count: number): Wording => ({
    found: count === 0 ? 'a card that was taught nowhere' : 'a card that was taught in several places',
    fix: 'exactly one of `lesson`, `section` and `myth`.',
  }),
  badRegExp: (value: unknown, problem: string): Wording => ({
    found: `${showValue(value)}: ${problem}`,
    fix: 'a regular expression of JavaScript.',
  }),
} as const;
