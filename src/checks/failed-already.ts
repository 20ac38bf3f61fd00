import type { Unit } from '../course/course.ts';
import type { Condition } from '../course/schema/condition.ts';
import { evaluate } from './evaluate.ts';
import type { Observations } from './observations.ts';

/** What is known while steps still run: the answers that have come, and the runs of the server that are over. */
export type SeenSoFar = Pick<Observations, 'values' | 'exchanges' | 'runs' | 'projectFiles'>;

/** Whether some check has failed for good, whatever the steps that are still to come will show. */
export function failedAlready({ checks }: Pick<Unit, 'checks'>, so: SeenSoFar): boolean {
  const seen: Observations = {
    ...so,
    records: [],
    alive: false,
    crash: undefined,
    exit: undefined,
    files: {},
  };
  return checks.some(({ expect }) =>
    expect.some((condition) => {
      const sure = sureOf(condition, so);
      return sure !== undefined && evaluate(sure, seen).holds === false;
    }),
  );
}

/** What of a condition can be said already: it fails only where the whole one does. `undefined` where that is nothing. */
function sureOf(condition: Condition, so: SeenSoFar): Condition | undefined {
  const { any, all, of, 'any-of': anyOf, 'for-each': each, that, run, ...rest } = condition;
  const { log, alive, 'exit-code': exitCode, not: _, file: __, within: ___, ...answer } = rest;
  const came = (steps: readonly string[]): string[] => steps.filter((id) => so.exchanges.has(id));
  const isOver = run !== undefined && so.runs.has(run);
  const parts: Condition[] = [];
  const some = came(of ?? []);
  if (some.length > 0) parts.push({ ...answer, of: some });
  if (anyOf !== undefined && of === undefined && came(anyOf).length === anyOf.length) {
    parts.push({ ...answer, 'any-of': anyOf });
  }
  if (isOver) {
    const counted = [...(log?.['one-for-each'] ?? []), ...(log?.['adds-up']?.of ?? [])];
    if (log !== undefined && log.file === undefined && came(counted).length === counted.length) {
      parts.push({ run, log });
    }
    if (alive !== undefined) parts.push({ run, alive });
    if (exitCode !== undefined) parts.push({ run, 'exit-code': exitCode });
  }
  const these = came(each ?? []);
  const sureThat = that === undefined ? undefined : sureOf(that, withIt(so));
  if (these.length > 0 && sureThat !== undefined) parts.push({ 'for-each': these, that: sureThat });
  parts.push(...(all ?? []).flatMap((inner) => sureOf(inner, so) ?? []));
  const choices = any?.map((inner) => sureOf(inner, so));
  if (choices?.every((choice) => choice !== undefined)) parts.push({ any: choices });
  return parts.length === 0 ? undefined : { all: parts };
}

/** Within `that`, the exchange itself has come. */
function withIt(so: SeenSoFar): SeenSoFar {
  return { ...so, exchanges: new Map([...so.exchanges, ['it', []]]) };
}
