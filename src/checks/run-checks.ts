import type { Unit } from '../course/course.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import type { FlatFiles } from '../files/file-tree.ts';
import type { CheckReport, CheckResult } from './check-report.ts';
import { failedAlready } from './failed-already.ts';
import { judge } from './judge.ts';
import { learnerMessages } from './learner-messages.ts';
import { type Limits, observe } from './observe.ts';
import type { StartFailure } from './start-failure.ts';
import { makeValues } from './values.ts';

export type { CheckReport, CheckResult, CheckStatus } from './check-report.ts';

/** So often is everything done again where the machine was too busy. */
const mostRepeats = 2;

/** How far the checks have come: `done` of `of` steps, and in words what is being done. */
export interface CheckProgress {
  readonly done: number;
  readonly of: number;
  readonly doing: string;
}

export interface CheckOptions {
  /** An engine with nothing in it, for these checks alone: the learner's own server goes on elsewhere. */
  readonly engine: Engine;
  readonly unit: Unit;
  /** The files to judge. */
  readonly files: FlatFiles;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
  /** The seed of the random values; another one each time unless given. */
  readonly seed?: number;
  readonly limits?: Limits;
  /** Ends as soon as it is certain that a check fails; what the report says of the other checks is then worth nothing. */
  readonly onlyWhetherPassed?: boolean;
}

/**
 * Judges files by what their server does. Rejects only with the reason of `signal`; whatever else goes wrong is in the
 * report. The caller tears the engine down.
 */
export async function runChecks(options: CheckOptions): Promise<CheckReport> {
  const { engine, unit, files, signal, onProgress } = options;
  const seed = options.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
  const begun = performance.now();
  const report = (
    state: CheckReport['state'],
    results: readonly CheckResult[],
    pace?: number,
  ): CheckReport => {
    const passed = results.every(({ status }) => status === 'passed');
    return {
      unit: unit.id,
      state,
      passed,
      cause: passed ? undefined : results[0],
      results,
      milliseconds: performance.now() - begun,
      seed,
      ...(pace === undefined ? {} : { pace }),
    };
  };
  const attempt = async (): Promise<CheckReport> => {
    const { seen, failure } = await observe({
      engine,
      files: withFixedFiles(unit, files),
      entry: unit.run.entry,
      preload: unit.run.preload,
      port: unit.run.port,
      env: unit.run.env,
      steps: unit.steps,
      services: unit.services,
      values: makeValues(unit.values, seed),
      rewrite: unit.rewrite,
      pace: unit.pace,
      onStep: (done, doing) => onProgress?.({ done, of: unit.steps.length, doing }),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(signal === undefined ? {} : { signal }),
      ...(options.onlyWhetherPassed ? { isEnough: (so) => failedAlready(unit, so) } : {}),
    });
    onProgress?.({ done: unit.steps.length, of: unit.steps.length, doing: learnerMessages.doing.judge });
    if (failure === undefined) return report('judged', judge(unit, seen), seen.pace?.slowest);
    const log = seen.records.slice(-20).map(({ stream, text, at }) => ({ stream, data: text, at }));
    return report(failure.status, withoutServer(unit, failure, { log }));
  };
  const wasBusy = ({ passed, pace }: CheckReport): boolean =>
    !passed && unit.pace !== undefined && pace !== undefined && pace > unit.pace.within;
  try {
    let judged = await attempt();
    for (let again = 0; again < mostRepeats && wasBusy(judged); again++) {
      onProgress?.({ done: 0, of: unit.steps.length, doing: learnerMessages.doing.again });
      await removeAll(engine);
      judged = await attempt();
    }
    return wasBusy(judged) ? withDoubt(judged) : judged;
  } catch (error) {
    signal?.throwIfAborted();
    const message = error instanceof EngineError || error instanceof Error ? error.message : String(error);
    const fault = { status: 'our-fault', message: learnerMessages.ourFault(message) } as const;
    return report('our-fault', withoutServer(unit, fault, {}));
  }
}

/** What is read first begins with the doubt that the machine leaves. */
function withDoubt(report: CheckReport): CheckReport {
  const [cause, ...others] = report.results;
  if (cause === undefined || report.pace === undefined) return report;
  const doubtful = { ...cause, message: `${learnerMessages.busy(report.pace)} ${cause.message}` };
  return { ...report, cause: doubtful, results: [doubtful, ...others] };
}

/** What the server before has written must not be there when the next one starts. */
async function removeAll(engine: Engine): Promise<void> {
  for (const path of await engine.list()) await engine.rm(path);
}

function withFixedFiles({ fixed, starter }: Unit, files: FlatFiles): FlatFiles {
  return { ...files, ...Object.fromEntries(fixed.map((path) => [path, starter[path] ?? ''])) };
}

function withoutServer(
  unit: Unit,
  failure: StartFailure | { readonly status: 'our-fault'; readonly message: string },
  evidence: Pick<CheckResult, 'log'>,
): CheckResult[] {
  return [
    {
      id: 'start',
      title: learnerMessages.startTitle,
      why: learnerMessages.startWhy,
      hints: [],
      ...failure,
      ...evidence,
    },
    ...unit.checks.map(
      ({ id, title, why }): CheckResult => ({
        id,
        title,
        why,
        status: 'not-judged',
        message: learnerMessages.notJudged.notStarted,
        hints: [],
      }),
    ),
  ];
}
