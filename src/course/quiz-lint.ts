import { authorMessages } from './author-messages.ts';
import type { Reader } from './reader.ts';
import type { QuestionData } from './schema/lesson.ts';
import type { QuizQuestionData } from './schema/quiz.ts';
import type { YamlSource } from './yaml-source.ts';

/** A right option may be this much longer than the longest wrong one: times its characters, or so many of them. */
const longerBy = { times: 1.2, characters: 12 };

const negated = /\b(?:NOT|not|never|except|cannot|\p{L}+n['’]t)\b[^?]*\?/u;
const aboveAll = /^(?:all|none|both|any) of (?:these|the above|them|the others)\b/i;

/**
 * Refuses what makes a quiz measure something else than what is known: a question that asks for the exception, a right
 * option that can be told by its length or its place, and options that speak of the others.
 */
export function lintQuiz(reader: Reader, source: YamlSource, quiz: readonly QuizQuestionData[]): void {
  quiz.forEach((question, i) => {
    const asked = lastQuestion(question.prompt);
    const word = negated.exec(asked)?.[0].split(/\s/)[0];
    if (word !== undefined) reader.mistake(source, [i, 'prompt'], authorMessages.negatedQuestion(word));
    if (!('options' in question)) return;
    question.options.forEach(({ text }, j) => {
      if (aboveAll.test(text.trim())) {
        reader.mistake(source, [i, 'options', j, 'text'], authorMessages.optionOfOthers(text));
      }
    });
    const { right, wrong } = lengths(question);
    if (right > wrong * longerBy.times && right > wrong + longerBy.characters) {
      reader.mistake(source, [i, 'options'], authorMessages.longestIsRight(right, wrong));
    }
  });
  const single = quiz.filter((question) => question.kind === 'single');
  const longest = single.filter((question) => {
    const { right, wrong } = lengths(question);
    return right > wrong;
  });
  if (single.length >= 3 && longest.length > Math.ceil(single.length / 2)) {
    reader.mistake(source, [], authorMessages.longestTooOften(longest.length, single.length));
  }
  const places = new Set(single.map(({ options }) => options.findIndex(({ right }) => right)));
  if (single.length >= 3 && places.size === 1) {
    reader.mistake(source, [], authorMessages.alwaysSamePlace(([...places][0] ?? 0) + 1));
  }
}

/** The same of predictions. */
export function lintPredictions(
  reader: Reader,
  source: YamlSource,
  questions: readonly QuestionData[],
): void {
  const asked = questions.map((question) => ({
    ...question,
    kind: question.multiple ? ('multiple' as const) : ('single' as const),
    passage: question.passage ?? '',
  }));
  lintQuiz(reader, source, asked);
}

/** The sentence that asks: what stands after the last full stop or line before the last question mark. */
function lastQuestion(prompt: string): string {
  const plain = prompt.replace(/`[^`]*`/g, 'x').replace(/\*/g, '');
  const end = plain.lastIndexOf('?');
  return end < 0
    ? ''
    : (plain
        .slice(0, end + 1)
        .split(/(?<=[.:;?])\s+/)
        .at(-1) ?? '');
}

/** The characters that one sees of the longest right option, and of the longest wrong one. */
function lengths({ options }: Extract<QuizQuestionData, { options: unknown }>): {
  right: number;
  wrong: number;
} {
  const longest = (right: boolean): number =>
    Math.max(
      0,
      ...options
        .filter((option) => option.right === right)
        .map(({ text }) => text.replace(/[`*]/g, '').length),
    );
  return { right: longest(true), wrong: longest(false) };
}
