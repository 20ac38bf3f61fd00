import { useSignal } from '@preact/signals';
import type { ReportRecord } from '../progress/record.ts';
import { InlineText } from './InlineText.tsx';
import { Icon, type IconName } from './icons.tsx';
import { mustPassNote, nothingLogged } from './messages.ts';
import { draftFromText } from './request-text.ts';
import { Scroller } from './Scroller.tsx';
import type { Workbench } from './workbench.ts';

type Result = ReportRecord['results'][number];

const words: Readonly<Record<Result['status'], string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-judged': 'not judged',
  'could-not-start': 'could not start',
  crashed: 'crashed',
  'timed-out': 'timed out',
  'our-fault': 'our fault',
};

const icons: Partial<Record<Result['status'], IconName>> = { passed: 'passed', failed: 'failed' };

interface Props {
  readonly result: Result;
  readonly open: boolean;
  /** What the server wrote for other requests, or for none. */
  readonly otherLines: readonly string[];
  /** The title of the check that has the same cause, where that is another one. */
  readonly cause: string | undefined;
  /** Whether there is no grade without it. */
  readonly mustPass: boolean;
  readonly bench: Workbench;
}

/** One check: its state in a word, and, opened, what was sent, expected and received. */
export function CheckItem({ result, open, otherLines, cause, mustPass, bench }: Props) {
  const { status, title, message, sent, expected, received, log, why, hints, place } = result;
  const head = (
    <>
      <Icon name={icons[status] ?? 'doubt'} />
      <span class="word">{words[status]}</span>{' '}
      <span>
        <InlineText flat text={title} />
        {mustPass && status !== 'passed' && (
          <>
            {' '}
            <strong class="must">{mustPassNote}</strong>
          </>
        )}
      </span>
    </>
  );
  return (
    <li class="result" data-status={status}>
      <details open={open}>
        <summary class="result-title">{head}</summary>
        <div class="result-body">
          {message && <InlineText text={message} />}
          {cause && (
            <p>
              The cause is the same as of “<InlineText flat text={cause} />
              ”.
            </p>
          )}
          {place && (
            <button type="button" class="quiet" onClick={() => bench.show(place)}>
              Show {place.file}, line {place.line}
            </button>
          )}
          <dl class="evidence">
            {sent && <Evidence name="We sent" text={sent} />}
            {expected && expected.length > 0 && (
              <div>
                <dt>We expected</dt>
                <dd>
                  <ul>
                    {expected.map((line) => (
                      <li key={line}>
                        <InlineText flat text={line} />
                      </li>
                    ))}
                  </ul>
                </dd>
              </div>
            )}
            {received && <Evidence name="Came back" text={received} />}
            {log && (log.length > 0 || sent) && (
              <LogEvidence lines={log.map(({ data }) => data)} otherLines={otherLines} />
            )}
          </dl>
          {sent && status !== 'passed' && draftFromText(sent) && <Again bench={bench} sent={sent} />}
          {why && (
            <div class="why">
              <h4>Why production cares</h4>
              <InlineText text={why} />
            </div>
          )}
          {status !== 'passed' && hints.length > 0 && <Hints hints={hints} />}
        </div>
      </details>
    </li>
  );
}

/** Sends what a check has sent to the learner's own server, to be looked at in peace. */
function Again({ bench, sent }: { readonly bench: Workbench; readonly sent: string }) {
  const said = useSignal('');
  const send = async (show: () => void): Promise<void> => {
    const id = await bench.sendChecked(sent);
    said.value = id === undefined ? 'Your server does not listen.' : '';
    bench.view.onlyExchange.value = id;
    show();
    bench.bringIntoView();
  };
  return (
    <div class="again">
      <button type="button" class="quiet" onClick={() => void send(() => undefined)}>
        Send this request
      </button>
      <button type="button" class="quiet" onClick={() => void send(() => bench.view.showOutput('Timeline'))}>
        Show on the timeline
      </button>
      <span role="status">{said.value}</span>
    </div>
  );
}

function Evidence({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Scroller class="evidence-text" label={name}>
          <pre>{text.trimEnd()}</pre>
        </Scroller>
      </dd>
    </div>
  );
}

/** What the server wrote for the request, with the rest of its log folded below. */
function LogEvidence({
  lines,
  otherLines,
}: {
  readonly lines: readonly string[];
  readonly otherLines: readonly string[];
}) {
  return (
    <div>
      <dt>Your log</dt>
      <dd>
        {lines.length === 0 ? (
          <p>{nothingLogged}</p>
        ) : (
          <Scroller class="evidence-text" label="Your log">
            <pre>{lines.join('\n').trimEnd()}</pre>
          </Scroller>
        )}
        {otherLines.length > 0 && (
          <details class="other-lines">
            <summary>The rest of your log ({countLines(otherLines.length)})</summary>
            <Scroller class="evidence-text" label="The rest of your log">
              <pre>{otherLines.join('\n').trimEnd()}</pre>
            </Scroller>
          </details>
        )}
      </dd>
    </div>
  );
}

function countLines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

function Hints({ hints }: { readonly hints: readonly string[] }) {
  const shown = useSignal(0);
  return (
    <div class="hints" aria-live="polite">
      {hints.slice(0, shown.value).map((hint, i) => (
        <div key={hint} class="hint">
          <h4>
            Hint {i + 1} of {hints.length}
          </h4>
          <InlineText text={hint} />
        </div>
      ))}
      {shown.value < hints.length && (
        <button type="button" class="quiet" onClick={() => shown.value++}>
          {shown.value === 0 ? 'A hint' : 'The next hint'} ({shown.value + 1} of {hints.length})
        </button>
      )}
    </div>
  );
}
