import { useComputed } from '@preact/signals';
import { clock } from './LogRowView.tsx';
import { readLine } from './log-facts.ts';
import { Scroller } from './Scroller.tsx';
import { axisFor, type Moment, momentsOf, share } from './timeline-moments.ts';
import type { Workbench } from './workbench.ts';

const lanes = ['process', 'fault', 'request', 'upstream', 'log'] as const;
const laneNames = {
  process: 'Process',
  fault: 'Faults',
  request: 'Requests',
  upstream: 'Upstreams',
  log: 'Log',
} as const;
/** So many moments are listed; the axis shows them all. */
const listed = 200;

/** Everything that happened, on one time axis; picking a request leaves only what happened while it was open. */
export function TimelinePane({ bench }: { readonly bench: Workbench }) {
  const { session } = bench;
  const only = bench.view.onlyExchange;
  const version = session.logVersion.value;
  const moments = useComputed(() => {
    void session.logVersion.value;
    return momentsOf({
      exchanges: session.exchanges.all.value,
      events: session.timeline.events.value,
      lines: session.log.lines.slice(-2000),
      severityOf: (line) => readLine(line).level,
    });
  });
  void version;
  const request = moments.value.find(({ exchange }) => exchange !== undefined && exchange === only.value);
  const shown = request
    ? moments.value.filter(({ from, until }) => until >= request.from && from <= request.until + 20)
    : moments.value;
  const axis = axisFor(shown);
  const pick = (moment: Moment): void => {
    if (moment.exchange === undefined) return;
    only.value = only.value === moment.exchange ? undefined : moment.exchange;
    session.exchanges.pick(only.value);
  };
  return (
    <Scroller class="timeline" label="Timeline">
      {request && (
        <p class="timeline-only">
          Only what happened during <code>{request.text}</code>{' '}
          <button type="button" class="quiet" onClick={() => pick(request)}>
            Show everything
          </button>
        </p>
      )}
      <div class="axis" aria-hidden="true">
        {lanes.map((lane) => (
          <div key={lane} class="lane" data-lane={lane}>
            <span class="lane-name">{laneNames[lane]}</span>
            <div class="lane-track">
              {shown
                .filter((moment) => moment.lane === lane)
                .map((moment) => (
                  <Mark
                    key={moment.key}
                    moment={moment}
                    from={share(axis, moment.from)}
                    until={share(axis, moment.until)}
                    onPick={() => pick(moment)}
                  />
                ))}
            </div>
          </div>
        ))}
        <div class="axis-ends">
          <span>{clock(axis.from)}</span>
          <span>{Math.round(axis.until - axis.from)} ms</span>
        </div>
      </div>
      {shown.length === 0 && (
        <p class="empty">What happens to the server appears here: run it, and send it requests.</p>
      )}
      <ol class="moments">
        {shown.slice(-listed).map((moment) => (
          <li key={moment.key} data-tone={moment.tone} data-lane={moment.lane}>
            <time>{clock(moment.from)}</time>{' '}
            {moment.exchange === undefined ? (
              <span>{moment.text}</span>
            ) : (
              <button
                type="button"
                aria-pressed={only.value === moment.exchange}
                onClick={() => pick(moment)}
              >
                {moment.text}
              </button>
            )}
          </li>
        ))}
      </ol>
    </Scroller>
  );
}

interface MarkProps {
  readonly moment: Moment;
  readonly from: number;
  readonly until: number;
  readonly onPick: () => void;
}

/** A moment on its lane. The list below says the same in words and has the keys. */
function Mark({ moment, from, until, onPick }: MarkProps) {
  const look = {
    'data-tone': moment.tone,
    title: `${clock(moment.from)} ${moment.text}`,
    style: { left: `${from}%`, width: `${until - from}%` },
  };
  if (moment.exchange === undefined) return <i {...look} />;
  return <button type="button" class="mark" tabIndex={-1} onClick={onPick} {...look} />;
}
