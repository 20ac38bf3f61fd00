import type { Capability } from '../engine/engine.ts';
import type { FlatFiles } from '../files/file-tree.ts';
import type { HeaderList } from '../http/message.ts';
import type { CardData, CourseData, ServiceData } from './schema/course.ts';
import type { IncidentData } from './schema/incident.ts';
import type { LessonData, QuestionData, TranscriptData } from './schema/lesson.ts';
import type { PitfallData } from './schema/pitfall.ts';
import type { ProjectData } from './schema/project.ts';
import type { QuizQuestionData } from './schema/quiz.ts';
import type { ScenarioData } from './schema/scenario.ts';
import type { MythData, SectionData } from './schema/section.ts';
import type { CheckData, Diagnosis, EquivalentMutant, UnitData, ValueMaker } from './schema/unit.ts';

/** Everything that is taught, in order and with all references resolved. */
export interface Course {
  readonly title: string;
  readonly summary: string;
  readonly modes: CourseData['modes'];
  readonly lessons: readonly Lesson[];
  readonly incidents: readonly Incident[];
  readonly pitfalls: readonly Pitfall[];
  readonly project: Project | undefined;
  readonly myths: readonly Myth[];
  readonly sections: Sections | undefined;
  /** Servers whose paths are drawn. */
  readonly scenarios: readonly Scenario[];
  /** Everything that can be graded. */
  readonly units: readonly Unit[];
  readonly cards: readonly Card[];
}

/** A text with servers in it, and what its components can name. */
export interface CourseText {
  /** The id of its unit, and of the record of what it runs. */
  readonly id: string;
  /** The path of its MDX file, relative to `content/`. */
  readonly source: string;
  readonly title: string;
  readonly summary: string;
  /** Predictions, which stand in the text. */
  readonly questions: readonly Question[];
  /** What is asked after the text; empty where nothing is. */
  readonly quiz: Quiz;
  readonly transcripts: readonly Transcript[];
  readonly exercise: Unit;
  readonly challenge: Unit | undefined;
  /** Files to experiment with, by the name of their folder. */
  readonly experiments: Readonly<Record<string, FlatFiles>>;
}

export interface Lesson extends LessonData, CourseText {
  /** The name of its folder: `1-basic-error-handlers`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly number: number;
}

/** A server that failed in production: met from the outside, then mended. */
export interface Incident extends CourseText, Pick<IncidentData, 'minutes' | 'alert' | 'reported'> {}

/** A habit that hurts: `experiments.wrong` and `experiments.right` are the same server with and without it. */
export interface Pitfall extends CourseText, Pick<PitfallData, 'name' | 'minutes'> {}

/** The capstone. */
export interface Project extends CourseText, Pick<ProjectData, 'minutes' | 'objective'> {
  readonly exercise: Unit & { readonly grading: Grading };
}

/** Something that many believe, and the experiment that settles it: `exercise` only runs it, nothing is graded. */
export interface Myth extends CourseText, Pick<MythData, 'belief' | 'minutes'> {}

/** The overview and the parts of the deep dive: several texts over one stock of runs. */
export interface Sections extends CourseText {
  readonly parts: readonly Section[];
}

export interface Section extends SectionData {
  readonly id: string;
  readonly source: string;
}

/** What of a course has servers in it. */
export type CourseTexts = Pick<
  Course,
  'lessons' | 'incidents' | 'pitfalls' | 'project' | 'myths' | 'sections'
>;

/** Every text with servers in it. */
export function textsOf(course: CourseTexts): CourseText[] {
  const { lessons, incidents, pitfalls, project, myths, sections } = course;
  return [...lessons, ...incidents, ...pitfalls, project, ...myths, sections].filter(
    (text) => text !== undefined,
  );
}

export type UnitKind = 'lesson' | 'challenge' | 'myth' | 'section' | 'pitfall' | 'incident' | 'project';

/** A server to mend, and how it is judged. */
export interface Unit {
  readonly id: string;
  readonly kind: UnitKind;
  /** Its folder, relative to `content/`. */
  readonly folder: string;
  readonly title: string;
  readonly brief: string;
  readonly starter: FlatFiles;
  readonly solution: FlatFiles;
  /** The files that stand open in the editor, the first one in front. */
  readonly open: readonly string[];
  /** The starter's files that the checks take as they are there. */
  readonly fixed: readonly string[];
  readonly run: UnitData['run'];
  readonly packages: readonly string[];
  readonly needs: readonly Capability[];
  readonly services: readonly Service[];
  readonly requests: readonly SuggestedRequest[];
  readonly values: Readonly<Record<string, ValueMaker>>;
  readonly rewrite: UnitData['rewrite'];
  readonly steps: UnitData['steps'];
  readonly pace?: NonNullable<UnitData['pace']>;
  readonly checks: readonly Check[];
  readonly diagnoses: readonly Diagnosis[];
  /** All hints in order, from a nudge to nearly the answer. */
  readonly hints: UnitData['hints'];
  readonly mistakes: readonly Mistake[];
  readonly right: readonly Variant[];
  /** Small changes of the solution that change nothing anybody could notice. */
  readonly equivalentMutants: readonly EquivalentMutant[];
  /** Only of a project: what its checks are worth. */
  readonly grading?: Grading;
}

/** How a project’s points are counted and what they mean. */
export interface Grading {
  readonly checks: readonly {
    readonly id: string;
    readonly points: number;
    readonly part: string;
    readonly mustPass: boolean;
  }[];
  /** From the lowest. */
  readonly grades: ProjectData['grades'];
  readonly partial: readonly PartialSolution[];
}

/** A solution that is not finished, and what must come of it. */
export interface PartialSolution extends Variant {
  /** The checks that it does not pass. */
  readonly loses: readonly string[];
  /** The id of its grade, or `failed`. */
  readonly grade: string;
}

export interface Check extends CheckData {
  /** The hints that help with it, in order. */
  readonly hints: readonly string[];
}

/** Another way to write the unit's server. */
export interface Variant {
  readonly id: string;
  readonly summary: string;
  readonly files: FlatFiles;
}

export interface Mistake extends Variant {
  /** The diagnosis or the check whose message must come first. */
  readonly says: string;
}

export interface SuggestedRequest {
  readonly label: string;
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderList;
  readonly body: string | undefined;
}

/** A small server that runs beside the learner's. */
export interface Service extends ServiceData {
  readonly id: string;
  readonly files: FlatFiles;
}

export interface Question extends Omit<QuestionData, 'proof'> {
  readonly proof: Proof | undefined;
}

export type Quiz = readonly QuizQuestion[];

export type QuizQuestion = QuizQuestionData extends infer Data
  ? Data extends QuizQuestionData
    ? Omit<Data, 'proof'> & { readonly proof: Proof | undefined }
    : never
  : never;

/** A run, and what must come of it. */
export type Proof = Run & { readonly expect: NonNullable<QuestionData['proof']>['expect'] };

export interface Transcript
  extends Omit<TranscriptData, 'files' | 'edits' | 'entry' | 'packages' | 'steps' | 'env' | 'services'>,
    Run {}

/** Files that are run, and what is done to them. */
export interface Run {
  readonly files: FlatFiles;
  readonly entry: readonly string[];
  readonly preload: readonly string[] | undefined;
  readonly services: readonly Service[];
  readonly env: Readonly<Record<string, string>>;
  /** What it imports besides the packages of its unit. */
  readonly packages?: readonly string[] | undefined;
  readonly steps: UnitData['steps'];
}

export interface Card extends CardData {}

/**
 * The unit that a name means: its id, the number of a lesson (`1`), a lesson's challenge (`1-challenge`), or `project`.
 */
export function findUnit(course: Course, name: string): Unit | undefined {
  const exact = course.units.find(({ id }) => id === name);
  if (exact !== undefined) return exact;
  const [, number, challenge] = /^(\d+)(-challenge)?$/.exec(name) ?? [];
  const lesson =
    number === undefined ? undefined : course.lessons.find((each) => each.number === Number(number));
  return challenge === undefined ? lesson?.exercise : lesson?.challenge;
}

/** A server, its requests, and where each of them ends. */
export interface Scenario extends ScenarioData {
  readonly files: FlatFiles;
}
