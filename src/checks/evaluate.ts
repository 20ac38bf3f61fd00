import { textOf } from '../course/content-files.ts';
import type { Condition } from '../course/schema/condition.ts';
import { logLevels } from '../course/schema/log-levels.ts';
import type { RecordMatcher } from '../course/schema/matchers.ts';
import { templatePattern, textsIn } from '../course/template.ts';
import { evaluateAnswer, isBodiless } from './evaluate-answer.ts';
import type { Exchange } from './exchange.ts';
import { learnerMessages } from './learner-messages.ts';
import {
  hasProjectFrame,
  type LogRecord,
  recordsOfText,
  textsOfRecord,
  valuesOfRecord,
} from './log-records.ts';
import { inCount, mismatchesOfJson, mismatchesOfText } from './match.ts';
import type { Observations } from './observations.ts';
import { slackOf } from './pace.ts';
import { render, renderData, withThis } from './render.ts';

const words = learnerMessages.expected;

/** Something that was expected and did not come, or could not be seen. */
export interface Shortfall {
  readonly expected: readonly string[];
  readonly exchange?: Exchange;
  /** Records of the log that speak of it. */
  readonly records?: readonly LogRecord[];
  /** Why it could not be seen; left out where it was seen and is not so. */
  readonly unseen?: string;
}

/** `holds` is `undefined` where it could not be seen. */
export interface Verdict {
  readonly holds: boolean | undefined;
  readonly shortfalls: readonly Shortfall[];
}

const yes: Verdict = { holds: true, shortfalls: [] };

/** All conditions together: false when one is, unknown when one is and none is false. */
export function evaluateAll(conditions: readonly Condition[], seen: Observations): Verdict {
  return conjunction(conditions.map((condition) => evaluate(condition, seen)));
}

/** Whether a condition holds for what was seen. */
export function evaluate(template: Condition, everything: Observations): Verdict {
  const { any, all, not, 'for-each': steps, that, ...plain } = template;
  const seen = ofRun(template.run, everything);
  if (seen === undefined) return unseen(learnerMessages.notJudged.notRun);
  const verdicts: Verdict[] = [];
  const condition = renderData(plain, seen) as Condition | undefined;
  if (condition === undefined) return unseen(learnerMessages.notJudged.noAnswer);
  if (condition.of !== undefined) verdicts.push(evaluateAnswers('all', condition.of, condition, seen));
  const anyOf = condition['any-of'];
  if (anyOf !== undefined) verdicts.push(evaluateAnswers('some', anyOf, condition, seen));
  if (condition.log !== undefined) verdicts.push(evaluateLog(condition.log, seen));
  if (condition.alive !== undefined && condition.alive !== seen.alive) {
    verdicts.push(no({ expected: [words.alive(condition.alive)] }));
  }
  const codes = condition['exit-code'];
  if (codes !== undefined && !codes.some((code) => isExitCode(seen.exit?.code, code))) {
    verdicts.push(no({ expected: [words.exitCode(codes)] }));
  }
  if (condition.file !== undefined) verdicts.push(evaluateFile(condition.file, seen));
  if (steps !== undefined && that !== undefined) verdicts.push(evaluateEach(steps, that, seen));
  if (any !== undefined) verdicts.push(disjunction(any.map((inner) => evaluate(inner, seen))));
  if (all !== undefined) verdicts.push(evaluateAll(all, seen));
  if (not !== undefined) {
    const { holds, shortfalls } = evaluate(not, seen);
    verdicts.push(
      holds ? no({ expected: [words.notThis] }) : { holds: holds === false ? true : undefined, shortfalls },
    );
  }
  return conjunction(verdicts);
}

/** What was seen, with the log and the end of one run only; `undefined` where it was never begun. */
function ofRun(id: string | undefined, seen: Observations): Observations | undefined {
  if (id === undefined) return seen;
  const run = seen.runs.get(id);
  return run === undefined
    ? undefined
    : { ...seen, records: run.records, exit: run.exit, alive: run.exit === undefined };
}

function isExitCode(code: number | null | undefined, wanted: number | 'failure'): boolean {
  return code != null && (wanted === 'failure' ? code !== 0 : code === wanted);
}

function no(shortfall: Shortfall): Verdict {
  return { holds: false, shortfalls: [shortfall] };
}

function unseen(reason: string): Verdict {
  return { holds: undefined, shortfalls: [{ expected: [], unseen: reason }] };
}

function conjunction(verdicts: readonly Verdict[]): Verdict {
  const failed = verdicts.filter(({ holds }) => holds === false);
  if (failed.length > 0) return { holds: false, shortfalls: failed.flatMap(({ shortfalls }) => shortfalls) };
  const unknown = verdicts.filter(({ holds }) => holds === undefined);
  if (unknown.length > 0)
    return { holds: undefined, shortfalls: unknown.flatMap(({ shortfalls }) => shortfalls) };
  return yes;
}

function disjunction(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.some(({ holds }) => holds)) return yes;
  const unknown = verdicts.filter(({ holds }) => holds === undefined);
  const shown = unknown.length > 0 ? unknown : verdicts;
  return {
    holds: unknown.length > 0 ? undefined : false,
    shortfalls: shown.flatMap(({ shortfalls }) => shortfalls),
  };
}

function evaluateAnswers(
  which: 'all' | 'some',
  steps: readonly string[],
  condition: Condition,
  seen: Observations,
): Verdict {
  const join = which === 'all' ? conjunction : disjunction;
  // An answer that can have no body meets every condition on bodies, which must not count as “some answer is like this”.
  const counts = (exchange: Exchange): boolean =>
    which === 'all' ||
    (condition.body === undefined && condition.json === undefined) ||
    !isBodiless(exchange);
  const verdicts = steps.map((step): Verdict => {
    const exchanges = (seen.exchanges.get(step) ?? []).filter(counts);
    if (exchanges.length === 0) {
      return unseen(seen.alive ? learnerMessages.notJudged.noAnswer : learnerMessages.notJudged.serverDown);
    }
    const each = exchanges.map((exchange) => evaluateOne(condition, exchange, seen));
    const connections = new Set(exchanges.map((exchange) => exchange.connection)).size;
    if (condition.connections !== undefined && connections > condition.connections) {
      each.push(
        no({ expected: [words.connections(condition.connections)], exchange: exchanges.at(-1) as Exchange }),
      );
    }
    return join(each);
  });
  const { distinct } = condition;
  const all = steps.flatMap((step) => seen.exchanges.get(step) ?? []);
  return conjunction([
    join(verdicts),
    ...(distinct === undefined ? [] : evaluateDistinct(distinct, all, seen)),
  ]);
}

function evaluateOne(condition: Condition, exchange: Exchange, seen: Observations): Verdict {
  // Without a response nothing of it can be filled in, and nothing needs to be.
  const filled =
    exchange.response === undefined ? condition : renderData(condition, withThis(seen, exchange));
  return filled === undefined
    ? no({ expected: [words.partsOf(thisIn(condition))], exchange })
    : evaluateAnswer(filled as Condition, exchange, { down: !seen.alive, slack: slackOf(seen.pace) });
}

/** What of the answer itself is asked for, as it stands in the data. */
function thisIn(data: unknown): string[] {
  const parts = [...textsIn(data)].flatMap(([text]) => [...text.matchAll(templatePattern)]);
  return parts.filter(([, name]) => name === 'this').map(([, , rest]) => (rest as string).slice(1));
}

/** The answers whose text is missing, or that an earlier one has already. */
function evaluateDistinct(template: string, exchanges: readonly Exchange[], seen: Observations): Verdict[] {
  const known = new Set<string>();
  return exchanges
    .filter(({ response }) => response !== undefined)
    .flatMap((exchange): Verdict[] => {
      const text = render(template, withThis(seen, exchange));
      if (text === undefined) return [no({ expected: [words.partsOf(thisIn(template))], exchange })];
      if (known.has(text)) return [no({ expected: [words.distinct(thisIn(template), text)], exchange })];
      known.add(text);
      return [];
    });
}

/** The records that are meant, of the program's output or of a file; `undefined` where that is not there. */
function recordsMeant(
  { file }: NonNullable<Condition['log']>,
  seen: Observations,
): readonly LogRecord[] | undefined {
  if (file === undefined) return seen.records;
  const text = textOf(seen.files, file);
  return text === undefined ? undefined : recordsOfText(text);
}

/** Whether `that` holds for each exchange of the steps, which it knows as `it`. */
function evaluateEach(steps: readonly string[], that: Condition, seen: Observations): Verdict {
  const exchanges = steps.flatMap((step) => seen.exchanges.get(step) ?? []);
  if (exchanges.length === 0) return unseen(learnerMessages.notJudged.noAnswer);
  return conjunction(
    exchanges.map((exchange) => {
      const { holds, shortfalls } = evaluate(that, {
        ...seen,
        exchanges: new Map([...seen.exchanges, ['it', [exchange]]]),
      });
      return { holds, shortfalls: shortfalls.map((shortfall) => ({ exchange, ...shortfall })) };
    }),
  );
}

function evaluateLog(log: NonNullable<Condition['log']>, seen: Observations): Verdict {
  const meant = recordsMeant(log, seen);
  if (meant === undefined) return no({ expected: [words.file(log.file as string, true)] });
  const { after, before } = log;
  const from = after === undefined ? Number.NEGATIVE_INFINITY : endOf(seen.exchanges.get(after));
  const to = before === undefined ? Number.POSITIVE_INFINITY : startOf(seen.exchanges.get(before));
  if (Number.isNaN(from) || Number.isNaN(to)) return unseen(learnerMessages.notJudged.noAnswer);
  const records = meant.filter(({ at }) => at >= from && at < to);
  const each = log['for-each'];
  if (each !== undefined) return evaluateForEach(log, each, records, seen);
  const matching = records.filter((record) => recordMatches(record, log.where, seen.projectFiles));
  if (log['adds-up'] !== undefined) return evaluateSum(log['adds-up'], matching, records, seen);
  const steps = log['one-for-each'];
  if (steps !== undefined) {
    const sent = steps
      .flatMap((step) => seen.exchanges.get(step) ?? [])
      // A connection that broke has carried its request, as far as anybody can tell.
      .filter(({ failure }) => failure !== 'skipped' && failure !== 'ECONNREFUSED').length;
    if (sent === 0) return unseen(learnerMessages.notJudged.noAnswer);
    if (matching.length === sent) return yes;
    return no({ expected: [words.oneRecordEach(sent, matching.length)], records: matching });
  }
  const count = log.count ?? { min: 1 };
  if (!inCount(matching.length, count)) {
    const wanted = learnerMessages.recordCount(count.min, count.max);
    return no({ expected: [words.records(wanted, matching.length)], records: matching });
  }
  // That something is absent from a log says nothing while the log is empty.
  if (matching.length === 0 && records.length === 0 && !log['even-if-silent']) {
    return unseen(learnerMessages.notJudged.nothingLogged);
  }
  return yes;
}

function evaluateSum(
  { field, and, of }: NonNullable<NonNullable<Condition['log']>['adds-up']>,
  summaries: readonly LogRecord[],
  records: readonly LogRecord[],
  seen: Observations,
): Verdict {
  const sent = of.flatMap((step) => seen.exchanges.get(step) ?? []).filter(({ response }) => response);
  if (sent.length === 0) return unseen(learnerMessages.notJudged.noAnswer);
  const single = records.filter((record) => recordMatches(record, and, seen.projectFiles)).length;
  const counted = summaries.reduce((sum, { json }) => sum + (Number(json?.[field]) || 0), 0);
  return single + counted === sent.length
    ? yes
    : no({ expected: [words.sum(sent.length, single, counted, field)], records: summaries });
}

/** Whether every answer to these steps has its own records; those that came to no answer say nothing. */
function evaluateForEach(
  log: NonNullable<Condition['log']>,
  steps: readonly string[],
  records: readonly LogRecord[],
  seen: Observations,
): Verdict {
  const exchanges = steps.flatMap((step) => seen.exchanges.get(step) ?? []);
  const answered = exchanges.filter(({ response }) => response !== undefined);
  if (answered.length === 0) return unseen(learnerMessages.notJudged.noAnswer);
  const count = log.count ?? { min: 1 };
  return conjunction(
    answered.map((exchange): Verdict => {
      const where = renderData(log.where, withThis(seen, exchange)) as RecordMatcher | undefined;
      if (where === undefined) return no({ expected: [words.partsOf(thisIn(log.where))], exchange });
      const matching = records.filter((record) => recordMatches(record, where, seen.projectFiles));
      if (inCount(matching.length, count)) return yes;
      const wanted = learnerMessages.recordCount(count.min, count.max);
      return no({ expected: [words.records(wanted, matching.length)], exchange, records: matching });
    }),
  );
}

/** When the last of these exchanges was over; not a number where there are none. */
function endOf(exchanges: readonly Exchange[] = []): number {
  return exchanges.length === 0 ? Number.NaN : Math.max(...exchanges.map((it) => it.at + it.milliseconds));
}

function startOf(exchanges: readonly Exchange[] = []): number {
  return exchanges.length === 0 ? Number.NaN : Math.min(...exchanges.map((it) => it.at));
}

/** Whether a record of the log is like `where`. */
export function recordMatches(
  record: LogRecord,
  where: RecordMatcher,
  projectFiles: readonly string[],
): boolean {
  const rank = logLevels.indexOf(record.level);
  const below = where['below-severity'];
  if (where.stream !== undefined && record.stream !== where.stream) return false;
  if (where.severity !== undefined && rank < logLevels.indexOf(where.severity)) return false;
  if (below !== undefined && rank >= logLevels.indexOf(below)) return false;
  if (where.structured !== undefined && (record.json !== undefined) !== where.structured) return false;
  if (where['one-line'] !== undefined && !record.text.includes('\n') !== where['one-line']) return false;
  if (where.holds !== undefined || where['holds-like'] !== undefined) {
    const values = valuesOfRecord(record);
    const { holds = [], 'holds-like': like = [] } = where;
    if (!holds.every((text) => values.includes(text))) return false;
    if (!like.every((source) => values.some((value) => new RegExp(source, 'u').test(value)))) return false;
  }
  if (where.stack !== undefined && hasProjectFrame(record, projectFiles) !== where.stack) return false;
  const text = [record.text, ...(record.json === undefined ? [] : textsOfRecord(record))].join('\n');
  if (mismatchesOfText(text, where, '').length > 0) return false;
  return (
    where.json === undefined ||
    (record.json !== undefined && mismatchesOfJson(record.json, where.json).length === 0)
  );
}

function evaluateFile(wanted: NonNullable<Condition['file']>, { files }: Observations): Verdict {
  const text = textOf(files, wanted.path);
  const exists = wanted.exists ?? true;
  if ((text !== undefined) !== exists) return no({ expected: [words.file(wanted.path, exists)] });
  const mismatches =
    wanted.text === undefined ? [] : mismatchesOfText(text ?? '', wanted.text, `\`${wanted.path}\``);
  return mismatches.length === 0 ? yes : no({ expected: mismatches });
}
