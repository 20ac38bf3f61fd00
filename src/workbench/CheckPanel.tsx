import { useMemo } from 'preact/hooks';
import { gradeProject } from '../checks/grade-project.ts';
import { plainText } from '../course/inline-markdown.ts';
import type { ReportRecord } from '../progress/record.ts';
import { CheckItem } from './CheckItem.tsx';
import { type CheckStage, checkSpans, stageOf } from './check-stages.ts';
import type { Checker, CheckState } from './checker.ts';
import { EngineTrouble } from './EngineTrouble.tsx';
import { ExplanationBox } from './ExplanationBox.tsx';
import { GradeView } from './GradeView.tsx';
import { InlineText } from './InlineText.tsx';
import { Icon } from './icons.tsx';
import { checkProgress } from './messages.ts';
import { sameFiles } from './work-files.ts';
import type { Workbench } from './workbench.ts';
import type { LabUnit } from './workbench-data.ts';

/** Check, and what it found. */
export function CheckPanel({ bench, checker, unit }: { bench: Workbench; checker: Checker; unit: LabUnit }) {
  const state = checker.state.value;
  const checking = state.kind === 'checking';
  const report = state.kind === 'judged' ? state.report : undefined;
  const spans = useMemo(() => checkSpans(unit), [unit]);
  const stage = (id: string): CheckStage | undefined =>
    state.kind === 'checking' ? stageOf(spans, id, state.done) : undefined;
  const tried = unit.checks.filter(({ id }) => stage(id) === 'tried').length;
  const changed = report && !sameFiles(report.files, bench.work.files.value);
  return (
    <div class="checks">
      <div class="checks-head">
        <h3 class="pane-name">Checks</h3>
        <button
          type="button"
          class="primary"
          // The second click of a double one does not stop what the first began.
          onClick={({ detail }) => (!checking ? bench.check() : detail < 2 && checker.cancel())}
        >
          {!checking && <Icon name="passed" />}
          {checking ? 'Stop checking' : 'Check'}
        </button>
        <p role="status" class="summary">
          {summary(state, unit, tried)}
          {changed && <span class="older"> You have changed the code since.</span>}
        </p>
        {checking && <progress value={state.done} max={state.of || 1} aria-label="Steps done" />}
        {checking && state.doing !== '' && (
          // It changes too often to be announced.
          <p class="step">{checkProgress.step(state.done + 1, state.of, state.doing)}</p>
        )}
      </div>
      {state.kind === 'failed' &&
        (bench.engines.kind.value === 'embedded' ? (
          <ExplanationBox explanation={state.failure} />
        ) : (
          <EngineTrouble
            bench={bench}
            failure={state.failure}
            onTryAgain={() => bench.check()}
            onBuiltIn={() => bench.check()}
          />
        ))}
      {report && unit.grading && (
        <GradeView grade={gradeProject(unit.grading, report.results)} grades={unit.grading.grades} />
      )}
      <ol class="results">
        {report
          ? report.results.map((result) => (
              <CheckItem
                key={`${report.at} ${result.id}`}
                result={result}
                open={result.id === report.cause}
                otherLines={state.kind === 'judged' ? (state.otherLines.get(result.id) ?? []) : []}
                cause={titleOf(report, result)}
                mustPass={unit.grading?.checks.find(({ id }) => id === result.id)?.mustPass === true}
                bench={bench}
              />
            ))
          : unit.checks.map((check) => (
              <li key={check.id} class="result" data-status="open" data-stage={stage(check.id)}>
                <p class="result-title">
                  <Icon name="open" />
                  {checking && <span class="word">{checkProgress.stages[stage(check.id) ?? 'waiting']}</span>}
                  <span>
                    <InlineText flat text={check.title} />
                  </span>
                </p>
              </li>
            ))}
      </ol>
    </div>
  );
}

/** The title of the result that tells the cause of this one, where it is another. */
function titleOf(
  { results }: ReportRecord,
  { id, because }: ReportRecord['results'][number],
): string | undefined {
  return because === id ? undefined : results.find((result) => result.id === because)?.title;
}

function summary(state: CheckState, unit: LabUnit, tried: number): string {
  switch (state.kind) {
    case 'none':
      return `${unit.checks.length} things that a visitor or you will notice. Checking starts your code in a sandbox of its own.`;
    case 'checking':
      return state.doing === ''
        ? 'Starting your code …'
        : checkProgress.tried(tried, unit.checks.length, state.again);
    case 'failed':
      return 'Not judged.';
    case 'judged': {
      const { results, passed, cause, at } = state.report;
      const count = results.filter(({ status }) => status === 'passed').length;
      const first = results.find(({ id }) => id === cause);
      const when = state.fresh
        ? ''
        : ` Checked on ${new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}.`;
      if (passed) return `All ${results.length} pass.${when}`;
      return `${count} of ${results.length} pass.${first ? ` First to look at: ${plainText(first.title)}.` : ''}${when}`;
    }
  }
}
