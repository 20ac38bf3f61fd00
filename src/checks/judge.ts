import type { Check, Unit } from '../course/course.ts';
import type { Diagnosis } from '../course/schema/unit.ts';
import type { CheckResult, CheckStatus } from './check-report.ts';
import { evaluateAll, type Shortfall, type Verdict } from './evaluate.ts';
import type { Exchange } from './exchange.ts';
import { formatReceived, formatRequest } from './format-exchange.ts';
import { learnerMessages } from './learner-messages.ts';
import type { LogRecord } from './log-records.ts';
import type { Observations } from './observations.ts';
import { render } from './render.ts';

const sentLimit = 600;
const receivedLimit = 1500;
const logLimit = 20;

/** The results of all checks, in the order in which they help: the cause, what else failed, what could not be said, the rest. */
export function judge(unit: Pick<Unit, 'checks' | 'diagnoses'>, seen: Observations): CheckResult[] {
  const verdicts = new Map(unit.checks.map((check) => [check.id, evaluateAll(check.expect, seen)]));
  const statuses = statusesOf(unit.checks, verdicts, seen);
  const failed = (id: string): boolean => isFailure(statuses.get(id));
  const fitting = unit.diagnoses.filter(
    ({ explains, when }) => explains.some(failed) && evaluateAll(when, seen).holds === true,
  );
  const cause = causeOf(unit.checks, fitting, statuses);
  const results = unit.checks.map((check) => {
    const status = statuses.get(check.id) as CheckStatus;
    const shortfall = shortfallToShow(verdicts.get(check.id) as Verdict, status);
    const explained = cause?.diagnosis?.explains.includes(check.id) && check.id !== cause.check.id;
    const sameCrash = cause?.diagnosis === undefined && status === 'crashed' && check.id !== cause?.check.id;
    const because = isFailure(status) && (explained || sameCrash) ? cause?.check : undefined;
    const diagnosis =
      isFailure(status) && because === undefined
        ? fitting.find(({ explains }) => explains.includes(check.id))
        : undefined;
    return {
      id: check.id,
      title: check.title,
      status,
      message: because
        ? learnerMessages.sameCause(because.title)
        : messageOf(unit, check, status, shortfall, diagnosis, seen),
      ...(status === 'passed' ? {} : evidenceOf(status, shortfall, seen)),
      why: check.why,
      hints: status === 'passed' ? [] : check.hints,
      ...(diagnosis === undefined ? {} : { diagnosis: diagnosis.id }),
      ...(because === undefined ? {} : { because: because.id }),
    } satisfies CheckResult;
  });
  const rank = (result: CheckResult): number => {
    if (result.id === cause?.check.id) return 0;
    if (isFailure(result.status)) return result.because === undefined ? 1 : 2;
    return result.status === 'not-judged' ? 3 : 4;
  };
  return results.sort((a, b) => rank(a) - rank(b));
}

function isFailure(status: CheckStatus | undefined): boolean {
  return status !== undefined && status !== 'passed' && status !== 'not-judged';
}

function statusesOf(
  checks: readonly Check[],
  verdicts: ReadonlyMap<string, Verdict>,
  seen: Observations,
): Map<string, CheckStatus> {
  const statuses = new Map<string, CheckStatus>();
  const statusOf = (check: Check): CheckStatus => {
    const known = statuses.get(check.id);
    if (known !== undefined) return known;
    // Against checks that need each other.
    statuses.set(check.id, 'not-judged');
    const needed = check.needs
      .map((id) => checks.find((other) => other.id === id))
      .filter((other) => other !== undefined);
    const verdict = verdicts.get(check.id) as Verdict;
    const status = needed.some((other) => statusOf(other) !== 'passed')
      ? 'not-judged'
      : verdict.holds === undefined
        ? 'not-judged'
        : verdict.holds
          ? 'passed'
          : failureOf(verdict, seen);
    statuses.set(check.id, status);
    return status;
  };
  for (const check of checks) statusOf(check);
  return statuses;
}

/** A failure that is the server's end, or its silence, is called so. */
function failureOf({ shortfalls }: Verdict, seen: Observations): CheckStatus {
  const missing = shortfalls.filter(
    ({ exchange }) => exchange !== undefined && exchange.response === undefined,
  );
  if (
    seen.crash !== undefined &&
    (missing.length > 0 || shortfalls.some(({ exchange }) => exchange === undefined))
  ) {
    return 'crashed';
  }
  return missing.some(({ exchange }) => exchange?.failure === 'timeout') ? 'timed-out' : 'failed';
}

interface Cause {
  readonly check: Check;
  readonly diagnosis: Diagnosis | undefined;
}

/** What is read first: the first diagnosis that fits, else the first check that failed. */
function causeOf(
  checks: readonly Check[],
  fitting: readonly Diagnosis[],
  statuses: ReadonlyMap<string, CheckStatus>,
): Cause | undefined {
  const failed = checks.filter(({ id }) => isFailure(statuses.get(id)));
  const diagnosis = fitting[0];
  const check =
    diagnosis === undefined
      ? (failed.find(({ id }) => statuses.get(id) === 'crashed') ?? failed[0])
      : failed.find(({ id }) => diagnosis.explains.includes(id));
  return check === undefined ? undefined : { check, diagnosis };
}

function messageOf(
  { checks }: Pick<Unit, 'checks'>,
  check: Check,
  status: CheckStatus,
  shortfall: Shortfall | undefined,
  diagnosis: Diagnosis | undefined,
  seen: Observations,
): string {
  if (status === 'passed') return '';
  if (status === 'not-judged') {
    const needed = checks.filter(({ id }) => check.needs.includes(id)).map(({ title }) => title);
    return needed.length > 0
      ? learnerMessages.notJudged.needs(needed)
      : (shortfall?.unseen ?? learnerMessages.notJudged.noAnswer);
  }
  if (diagnosis !== undefined) return render(diagnosis.say, seen) ?? diagnosis.say;
  if (status === 'crashed' && seen.crash !== undefined) {
    return learnerMessages.crashed(seen.crash.status, seen.crash.during, seen.crash.error);
  }
  const request = shortfall?.exchange?.request;
  if (status === 'timed-out' && request !== undefined) {
    return learnerMessages.noAnswer(
      `${request.method} ${request.path}`,
      shortfall?.exchange?.milliseconds ?? 0,
    );
  }
  return render(check.otherwise, seen) ?? check.otherwise;
}

function shortfallToShow({ shortfalls }: Verdict, status: CheckStatus): Shortfall | undefined {
  const timedOut = shortfalls.find(({ exchange }) => exchange?.failure === 'timeout');
  if (status === 'timed-out' && timedOut !== undefined) return timedOut;
  return shortfalls.find(({ unseen }) => unseen === undefined) ?? shortfalls[0];
}

/** What was asked of a service does not read as a request: the learner's server could not answer it. */
function sentText({ request, to }: Exchange): string {
  const text = formatRequest(request, sentLimit);
  return to === undefined ? text : `${learnerMessages.toService(to)}\n${text}`;
}

function evidenceOf(
  status: CheckStatus,
  shortfall: Shortfall | undefined,
  seen: Observations,
): Pick<CheckResult, 'sent' | 'expected' | 'received' | 'log'> {
  if (shortfall === undefined || status === 'not-judged') return {};
  const { exchange, expected, records } = shortfall;
  const shown: readonly LogRecord[] = records !== undefined && records.length > 0 ? records : seen.records;
  return {
    ...(exchange === undefined
      ? {}
      : {
          sent: sentText(exchange),
          received: formatReceived(exchange, receivedLimit),
        }),
    ...(expected.length === 0 ? {} : { expected }),
    log: shown.slice(-logLimit).map(({ stream, text, at }) => ({ stream, data: text, at })),
  };
}
