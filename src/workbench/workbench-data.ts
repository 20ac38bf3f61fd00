import { render } from '../checks/render.ts';
import { makeValues } from '../checks/values.ts';
import type { Service, SuggestedRequest, Unit } from '../course/course.ts';
import type { Program } from './session.ts';
import type { TextFiles } from './work-files.ts';

/**
 * What the page hands to a workbench, fetched as JSON when a sandbox comes near (`src/pages/lab/`): the units of
 * a text without what only authors' tests need.
 */
export interface Lab {
  /** The id of the text. */
  readonly text: string;
  readonly exercise: LabUnit;
  readonly challenge?: LabUnit;
  readonly experiments: Readonly<Record<string, TextFiles>>;
}

/** A unit as its checks need it; `mistakes` and `right` are left empty. */
export interface LabUnit extends Unit {
  readonly starter: TextFiles;
  readonly solution: TextFiles;
}

/** One workbench: what it starts from, what it runs, and what judges it, if anything. */
export interface WorkbenchData {
  /** The key of the learner's record. */
  readonly key: string;
  readonly title: string;
  /** Which bench of its page it is: `exercise`, `challenge`, or the name of a sandbox’s files. */
  readonly place: string;
  readonly starter: TextFiles;
  /** The files that have a tab, the first one open. */
  readonly open: readonly string[];
  /** Files that are only to be read: the checks take them as they are at the start. */
  readonly fixed: readonly string[];
  readonly program: Program;
  /** What its programs can import. */
  readonly packages: readonly string[];
  /** What the engine must be able to do. */
  readonly needs: Unit['needs'];
  /** The small servers that run beside the program. */
  readonly services: readonly Service[];
  readonly requests: readonly SuggestedRequest[];
  readonly exercise: LabUnit | undefined;
}

/** What a `<sn-workbench>` says about itself. */
export interface WorkbenchChoice {
  readonly what: 'exercise' | 'challenge' | 'sandbox';
  /** For a sandbox: `starter`, `solution` or an experiment's name. */
  readonly files: string;
  readonly title: string;
  readonly requests: readonly SuggestedRequest[] | undefined;
}

/** The workbench that an element of the text asks for. */
export function chooseWorkbench(lab: Lab, choice: WorkbenchChoice): WorkbenchData {
  const { what, files, title } = choice;
  const unit = what === 'challenge' ? (lab.challenge ?? lab.exercise) : lab.exercise;
  const starter =
    what !== 'sandbox' || files === 'starter'
      ? unit.starter
      : files === 'solution'
        ? unit.solution
        : { ...unit.starter, ...lab.experiments[files] };
  const paths = Object.keys(starter);
  const open = unit.open.filter((path) => path in starter);
  return {
    key: what === 'sandbox' ? `${lab.text}/sandbox/${files}` : unit.id,
    title,
    place: what === 'sandbox' ? files : what,
    starter,
    open: open.length > 0 ? open : paths,
    packages: unit.packages,
    needs: unit.needs,
    fixed: unit.fixed,
    program: { entry: unit.run.entry, preload: unit.run.preload, env: environmentOf(unit) },
    services: unit.services,
    requests: choice.requests ?? unit.requests,
    exercise: what === 'sandbox' ? undefined : unit,
  };
}

/** The variables of a unit's program; random values are made once for as long as the page is open. */
function environmentOf(unit: LabUnit): Record<string, string> {
  const sources = {
    values: makeValues(unit.values, Math.floor(Math.random() * 2 ** 31)),
    exchanges: new Map(),
  };
  const env = Object.entries(unit.run.env).map(([name, value]) => [name, render(value, sources) ?? value]);
  return { ...Object.fromEntries(env), PORT: String(unit.run.port) };
}
