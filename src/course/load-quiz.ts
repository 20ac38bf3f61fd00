import { authorMessages } from './author-messages.ts';
import { textOf } from './content-files.ts';
import type { Quiz, QuizQuestion, Run } from './course.ts';
import { lintQuiz } from './quiz-lint.ts';
import type { Reader } from './reader.ts';
import { plainAnswer } from './same-answer.ts';
import type { questionsSchema, TranscriptData } from './schema/lesson.ts';
import { type QuizQuestionData, quizSchema } from './schema/quiz.ts';
import type { YamlSource } from './yaml-source.ts';

type ProofData = NonNullable<QuizQuestionData['proof']>;

export interface QuizPlace {
  readonly folder: string;
  /** The MDX of the text that the quiz asks about. */
  readonly source: string;
  readonly questions: readonly (typeof questionsSchema)['_output'][number][];
  readonly transcripts: readonly TranscriptData[];
  /** Resolves a proof, and notes its mistakes. */
  readonly proofOf: (
    source: YamlSource,
    path: readonly PropertyKey[],
    proof: ProofData,
  ) => Run & { readonly expect: ProofData['expect'] };
}

/** Reads `quiz.yaml` of a text; empty where there is none. */
export function loadQuiz(reader: Reader, place: QuizPlace): Quiz {
  const { folder, questions, transcripts, proofOf } = place;
  const valid = reader.read(`${folder}/quiz.yaml`, quizSchema);
  if (valid === undefined) return [];
  const { data, source } = valid;
  lintQuiz(reader, source, data);
  const headings = headingsOf(textOf(reader.files, place.source) ?? '');
  const runs = [...questions.filter(({ proof }) => proof !== undefined), ...transcripts].map(({ id }) => id);
  return data.map((question, i): QuizQuestion => {
    reader.claim(source, [i, 'id'], 'question', question.id, folder);
    reader.reference(source, [i, 'passage'], 'heading', question.passage, headings);
    const shownBy = question['shown-by'];
    if (shownBy !== undefined) {
      reader.reference(source, [i, 'shown-by'], 'transcript or proven prediction', shownBy, runs);
      if (question.proof) reader.mistake(source, [i, 'shown-by'], authorMessages.provenTwice());
    }
    checkAnswers(reader, source, i, question);
    const proof = question.proof && proofOf(source, [i, 'proof'], question.proof);
    return { ...question, proof };
  });
}

function checkAnswers(reader: Reader, source: YamlSource, i: number, question: QuizQuestionData): void {
  if ('options' in question) {
    const right = question.options.filter((option) => option.right).length;
    const multiple = question.kind === 'multiple';
    if (right === 0 || (right > 1 && !multiple)) {
      reader.mistake(source, [i, 'options'], authorMessages.rightOptions(right, multiple));
    }
    question.options.forEach(({ id }, j) => {
      reader.claim(source, [i, 'options', j, 'id'], 'option', id, `${source.file} ${question.id}`);
    });
  }
  if (question.kind === 'order') {
    question.items.forEach(({ id }, j) => {
      reader.claim(source, [i, 'items', j, 'id'], 'step', id, `${source.file} ${question.id}`);
    });
  }
  if (question.kind === 'short') {
    const met = new Map<string, string>();
    const note = (answer: string, path: readonly PropertyKey[]): void => {
      const plain = plainAnswer(answer);
      const first = met.get(plain);
      if (plain === '') reader.mistake(source, path, authorMessages.other(answer, 'letters or digits.'));
      else if (first !== undefined) reader.mistake(source, path, authorMessages.equalAnswers(answer, first));
      met.set(plain, answer);
    };
    question.accepts.forEach((answer, j) => {
      note(answer, [i, 'accepts', j]);
    });
    question.wrong.forEach(({ answers }, j) => {
      answers.forEach((answer, k) => {
        note(answer, [i, 'wrong', j, 'answers', k]);
      });
    });
  }
}

/** The headings of an MDX text as the addresses that they get, and those of its exercises. */
export function headingsOf(mdx: string): string[] {
  const prose = mdx.replace(/^(```+|~~~+)[^\n]*\n[\s\S]*?^\1[ \t]*$/gm, '');
  const headings = [...prose.matchAll(/^#{2,3} +(.+?) *$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
  return [...headings, 'exercise', ...(/<Exercise\s+challenge\b/.test(prose) ? ['challenge'] : [])];
}
