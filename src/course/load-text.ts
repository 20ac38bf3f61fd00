import type { FlatFiles } from '../files/file-tree.ts';
import { applyEdits } from './apply-variant.ts';
import { authorMessages } from './author-messages.ts';
import { checkSteps } from './check-references.ts';
import { filesBelow, foldersIn, textOf } from './content-files.ts';
import type { CourseText, Proof, Question, Run, Service, Transcript, Unit } from './course.ts';
import { headingsOf, loadQuiz } from './load-quiz.ts';
import { lintPredictions } from './quiz-lint.ts';
import type { Reader } from './reader.ts';
import {
  type QuestionData,
  questionsSchema,
  type TranscriptData,
  transcriptsSchema,
} from './schema/lesson.ts';
import type { YamlSource } from './yaml-source.ts';

/** A text, and the unit whose files it speaks of; `undefined` where that cannot be read. */
export interface TextPlace {
  readonly folder: string;
  readonly source: string;
  readonly exercise: Unit | undefined;
  readonly services: ReadonlyMap<string, Service>;
  /** What to write where there are no questions, if there must be some. */
  readonly whenMissing?: string;
}

/** Reads what the components of a text can name: `questions.yaml`, `transcripts.yaml` and `experiments/`. */
export function loadText(
  reader: Reader,
  { folder, source, exercise, services, whenMissing }: TextPlace,
): Pick<CourseText, 'questions' | 'quiz' | 'transcripts' | 'experiments'> {
  const questions = reader.read(`${folder}/questions.yaml`, questionsSchema, whenMissing);
  const transcripts = reader.read(`${folder}/transcripts.yaml`, transcriptsSchema);
  checkMdx(reader, source, { questions: questions?.data ?? [], transcripts: transcripts?.data ?? [] });
  if (questions !== undefined) lintPredictions(reader, questions.source, questions.data);
  const experiments = Object.fromEntries(
    foldersIn(reader.files, `${folder}/experiments`).map((name) => [
      name,
      filesBelow(reader.files, `${folder}/experiments/${name}`),
    ]),
  );
  if (exercise === undefined) return { questions: [], quiz: [], transcripts: [], experiments };
  const context: TextContext = { reader, folder, source, exercise, services };
  const quiz = loadQuiz(reader, {
    folder,
    source,
    questions: questions?.data ?? [],
    transcripts: transcripts?.data ?? [],
    proofOf: (of, path, data) => proofOf(context, of, path, data),
  });
  return {
    quiz,
    questions: questions?.data.map((data, i) => question(context, questions.source, data, i)) ?? [],
    transcripts: transcripts?.data.map((data, i) => transcript(context, transcripts.source, data, i)) ?? [],
    experiments,
  };
}

interface TextContext {
  readonly reader: Reader;
  readonly folder: string;
  readonly source: string;
  readonly exercise: Unit;
  readonly services: ReadonlyMap<string, Service>;
}

function question(context: TextContext, source: YamlSource, data: QuestionData, i: number): Question {
  const { reader, folder } = context;
  reader.claim(source, [i, 'id'], 'question', data.id, folder);
  const right = data.options.filter((option) => option.right).length;
  if (right === 0 || (right > 1 && !data.multiple)) {
    reader.mistake(source, [i, 'options'], authorMessages.rightOptions(right, data.multiple));
  }
  data.options.forEach((option, j) => {
    reader.claim(source, [i, 'options', j, 'id'], 'option', option.id, `${folder}/${data.id}`);
  });
  if (data.passage !== undefined) {
    const headings = headingsOf(textOf(reader.files, context.source) ?? '');
    reader.reference(source, [i, 'passage'], 'heading', data.passage, headings);
  }
  if (data.proof === undefined) return { ...data, proof: undefined };
  return { ...data, proof: proofOf(context, source, [i, 'proof'], data.proof) };
}

function proofOf(
  context: TextContext,
  source: YamlSource,
  path: readonly PropertyKey[],
  data: NonNullable<QuestionData['proof']>,
): Proof {
  const { expect } = data;
  checkSteps(context.reader, source, {
    steps: { path: [...path, 'steps'], data: data.steps },
    conditions: [{ path: [...path, 'expect'], data: expect }],
    texts: [],
    values: [],
    services: data.services,
  });
  return { ...runOf(context, source, path, data), expect };
}

function transcript(context: TextContext, source: YamlSource, data: TranscriptData, i: number): Transcript {
  const { reader, folder } = context;
  reader.claim(source, [i, 'id'], 'transcript', data.id, folder);
  checkSteps(reader, source, {
    steps: { path: [i, 'steps'], data: data.steps },
    conditions: [{ path: [i, 'expect'], data: data.expect }],
    texts: [],
    values: [],
    services: data.services,
  });
  const { edits: _edits, ...rest } = data;
  return { ...rest, ...runOf(context, source, [i], data) };
}

function runOf(
  { reader, folder, exercise, services }: TextContext,
  source: YamlSource,
  path: readonly PropertyKey[],
  data: Pick<TranscriptData, 'files' | 'edits' | 'env' | 'entry' | 'packages' | 'services' | 'steps'>,
): Run {
  const folders = runnable(reader, folder, exercise);
  reader.reference(source, [...path, 'files'], 'folder', data.files, [...folders.keys()]);
  const base = folders.get(data.files);
  const files =
    base === undefined ? {} : applyEdits(reader, source, [...path, 'edits'], base, data.edits ?? []);
  const entry = data.entry === undefined ? exercise.run.entry : [data.entry];
  data.services.forEach((name, i) => {
    reader.reference(source, [...path, 'services', i], 'service', name, [...services.keys()]);
  });
  return {
    files,
    entry,
    preload: exercise.run.preload,
    services: data.services.flatMap((name) => services.get(name) ?? []),
    env: data.env,
    packages: data.packages,
    steps: data.steps,
  };
}

/** What can be run in a text, by the names that authors use. */
function runnable(reader: Reader, folder: string, exercise: Unit): Map<string, FlatFiles> {
  const found = new Map([
    ['starter', exercise.starter],
    ['solution', exercise.solution],
  ]);
  for (const key of ['mistakes', 'right'] as const) {
    for (const variant of exercise[key]) found.set(`${key}/${variant.id}`, variant.files);
  }
  for (const name of foldersIn(reader.files, `${folder}/experiments`)) {
    found.set(`experiments/${name}`, filesBelow(reader.files, `${folder}/experiments/${name}`));
  }
  return found;
}

/** Finds components that point at a question or a transcript which is not there. */
export function checkMdx(
  reader: Reader,
  file: string,
  known: Readonly<Record<'questions' | 'transcripts', readonly { readonly id: string }[]>>,
): void {
  const text = textOf(reader.files, file) ?? '';
  for (const match of text.matchAll(/<(Prediction|Transcript|RunTable)\s+id="([^"]*)"/g)) {
    const [, component = '', id = ''] = match;
    const isQuestion = component === 'Prediction';
    reader.reference(
      sourceAt(file, text, match.index),
      [`<${component}>`, 'id'],
      isQuestion ? 'question' : 'transcript',
      id,
      known[isQuestion ? 'questions' : 'transcripts'].map((each) => each.id),
    );
  }
  for (const match of text.matchAll(/^[ \t]*(?:```+|~~~+)[ \t]*(\S*)[^\n]*\n/gm)) {
    const language = match[1] ?? '';
    if (opensFence(text, match.index) && outputLanguages.includes(language.toLowerCase())) {
      reader.mistake(sourceAt(file, text, match.index), ['code'], authorMessages.typedOutput(language));
    }
  }
}

/** What output is called when it is typed into a text; code has a language. */
const outputLanguages = [
  '',
  'text',
  'txt',
  'plain',
  'plaintext',
  'console',
  'log',
  'output',
  'terminal',
  'http',
  'shellsession',
];

/** Whether a fence opens a block: an even number stands before it. */
function opensFence(text: string, index: number): boolean {
  return (text.slice(0, index).match(/^[ \t]*(?:```+|~~~+)/gm)?.length ?? 0) % 2 === 0;
}

function sourceAt(file: string, text: string, index: number): YamlSource {
  const line = text.slice(0, index).split('\n').length;
  return { file, data: undefined, lineOf: () => line };
}
