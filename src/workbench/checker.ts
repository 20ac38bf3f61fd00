import { signal } from '@preact/signals';
import type { CheckReport, CheckResult } from '../checks/check-report.ts';
import { learnerMessages } from '../checks/learner-messages.ts';
import type { CheckOptions } from '../checks/run-checks.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { addTry } from '../progress/learning.ts';
import type { Progress } from '../progress/progress.ts';
import type { ReportRecord } from '../progress/record.ts';
import { CheckWitness } from './check-witness.ts';
import type { LogLine } from './log-buffer.ts';
import { type Explanation, explainCheckFailure, explainLack, type OfferedEngine } from './messages.ts';
import type { TextFiles } from './work-files.ts';
import type { LabUnit } from './workbench-data.ts';

export type CheckState =
  | { readonly kind: 'none' }
  /** `again` while everything is done once more, because the computer was too busy. */
  | {
      readonly kind: 'checking';
      readonly done: number;
      readonly of: number;
      readonly doing: string;
      readonly again?: boolean;
    }
  /** `fresh` is false for a report from the learner's record; the lines of the log that are of no concern are not in it. */
  | {
      readonly kind: 'judged';
      readonly report: ReportRecord;
      readonly fresh: boolean;
      readonly otherLines: OtherLines;
    }
  | { readonly kind: 'failed'; readonly failure: Explanation };

/** By the id of a result, what the server wrote for other requests or for none. */
export type OtherLines = ReadonlyMap<string, readonly string[]>;

export interface CheckerOptions {
  readonly unit: LabUnit;
  readonly progress: Progress;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  /** What `createEngine` makes; the built-in engine unless given. */
  readonly engineKind?: () => OfferedEngine;
  readonly runChecks: (options: CheckOptions) => Promise<CheckReport>;
}

/** Judges the learner's files in an engine of their own, so that the running server and its data stay untouched. */
export class Checker {
  readonly state = signal<CheckState>({ kind: 'none' });
  readonly #options: CheckerOptions;
  #abort: AbortController | undefined;

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  /** Shows the report that the record has, if it has one. */
  async load(): Promise<void> {
    const { progress, unit } = this.#options;
    const report = await progress.read('report', unit.id);
    if (report && this.state.value.kind === 'none')
      this.state.value = { kind: 'judged', report, fresh: false, otherLines: new Map() };
  }

  /** Resolves to the results, or to nothing where the check was called off or could not be done. */
  async check(files: TextFiles): Promise<ReportRecord['results'] | undefined> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { unit, progress, createEngine, runChecks } = this.#options;
    const before = this.state.value;
    const show = (state: CheckState): void => {
      if (this.#abort === abort) this.state.value = state;
    };
    show({ kind: 'checking', done: 0, of: unit.checks.length, doing: '' });
    let engine: Engine | undefined;
    try {
      engine = await createEngine({ signal: abort.signal });
      const { capabilities } = engine;
      const lacks = unit.needs.filter((each) => !capabilities.has(each));
      if (lacks.length > 0) {
        show({ kind: 'failed', failure: explainLack(lacks) });
        return undefined;
      }
      const witness = new CheckWitness();
      let again = false;
      const report = await runChecks({
        engine: witness.watch(engine),
        unit,
        files,
        signal: abort.signal,
        onProgress: ({ done, of, doing }) => {
          if (doing === learnerMessages.doing.again) {
            witness.clear();
            again = true;
          }
          show({ kind: 'checking', done, of, doing, again });
        },
      });
      abort.signal.throwIfAborted();
      const { results, otherLines } = withOwnLog(report.results, witness);
      const record = reportRecord({ ...report, results }, files);
      show({ kind: 'judged', report: record, fresh: true, otherLines });
      await Promise.all([progress.merge('report', unit.id, record), addTry(progress, unit.id, record)]);
      return record.results;
    } catch (error) {
      if (abort.signal.aborted) show(before.kind === 'checking' ? { kind: 'none' } : before);
      else show({ kind: 'failed', failure: explainCheckFailure(error, this.#options.engineKind?.()) });
    } finally {
      await engine?.teardown().catch(() => undefined);
    }
    return undefined;
  }

  cancel(): void {
    this.#abort?.abort();
  }
}

/** As many lines of a log as are kept, and as many others as are shown until the page is left. */
const mostLines = 40;
const mostOthers = 500;

/**
 * The results, with the log of each that has shown a request narrowed to what the server wrote for that request. A crash may be
 * told by a line of no request: its log stays as it was judged.
 */
function withOwnLog(
  results: readonly CheckResult[],
  witness: CheckWitness,
): { readonly results: readonly CheckResult[]; readonly otherLines: OtherLines } {
  const otherLines = new Map<string, readonly string[]>();
  const narrowed = results.map((result) => {
    const log = result.sent === undefined ? undefined : witness.logOf(result.sent);
    if (!log || (result.status === 'crashed' && log.own.length === 0)) return result;
    otherLines.set(
      result.id,
      log.others.slice(-mostOthers).map(({ text }) => text),
    );
    return { ...result, log: log.own.slice(-mostLines).map(chunkOf) };
  });
  return { results: narrowed, otherLines };
}

function chunkOf({ stream, text, at }: LogLine): NonNullable<CheckResult['log']>[number] {
  return { stream: stream === 'stderr' ? 'stderr' : 'stdout', data: text, at };
}

const longest = 8000;
const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}\n… (cut)`);

/** The report as it is kept: long texts cut, so that a flood of output does not fill the learner's storage. */
export function reportRecord(report: CheckReport, files: TextFiles): ReportRecord {
  return {
    unit: report.unit,
    at: new Date().toISOString(),
    state: report.state,
    passed: report.passed,
    milliseconds: report.milliseconds,
    ...(report.cause ? { cause: report.cause.id } : {}),
    results: report.results.map(resultRecord),
    files: { ...files },
  };
}

function resultRecord(result: CheckResult): ReportRecord['results'][number] {
  const { id, title, status, message, sent, expected, received, log, why, hints, place, because } = result;
  return {
    id,
    title,
    status,
    message: cut(message),
    ...(sent === undefined ? {} : { sent: cut(sent) }),
    ...(expected === undefined ? {} : { expected: expected.map(cut) }),
    ...(received === undefined ? {} : { received: cut(received) }),
    ...(log === undefined
      ? {}
      : { log: log.slice(-mostLines).map(({ stream, data, at }) => ({ stream, data: cut(data), at })) }),
    why: cut(why),
    hints: hints.map(cut),
    ...(place === undefined ? {} : { place: { file: place.file, line: place.line, column: place.column } }),
    ...(because === undefined ? {} : { because }),
  };
}
