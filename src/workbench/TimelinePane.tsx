import { useComputed, useSignal } from '@preact/signals';
import { clock } from './LogRowView.tsx';
import { readLine } from './log-facts.ts';
import { joinedByTime } from './messages.ts';
import { requestLine } from './request-text.ts';
import { Scroller } from './Scroller.tsx';
import {
  axisFor,
  type Moment,
  momentsOf,
  momentsOfRequest,
  type RequestMoments,
  share,
} from './timeline-moments.ts';
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

/** Everything that happened, on one time axis; picking a request leaves only what belongs to it. */
export function TimelinePane({ bench }: { readonly bench: Workbench }) {
  const { session } = bench;
  const only = bench.view.onlyExchange;
  const meanwhile = useSignal(false);
  const state = useComputed(() => {
    void session.logVersion.value;
    const exchanges = session.exchanges.all.value;
    const lines = session.log.lines.slice(-2000);
    const events = session.timeline.events.value;
    const all = momentsOf({ exchanges, events, lines, severityOf: (line) => readLine(line).level });
    const exchange = exchanges.find(({ id }) => id === only.value);
    return { all, exchange, picked: exchange && momentsOfRequest(all, exchange, { exchanges, lines }) };
  });
  const { all, exchange, picked } = state.value;
  const shown = picked && !meanwhile.value ? picked.own : picked ? around(all, picked) : all;
  const axis = axisFor(shown);
  const pick = (moment: Moment): void => {
    if (moment.exchange === undefined) return;
    only.value = only.value === moment.exchange ? undefined : moment.exchange;
    session.exchanges.pick(only.value);
  };
  return (
    <Scroller class="timeline" label="Timeline">
      {exchange && picked && (
        <div class="timeline-only">
          <p>
            Only what belongs to <code>{requestLine(exchange.request)}</code>
          </p>
          {picked.meanwhile.length > 0 && (
            <label>
              <input
                type="checkbox"
                checked={meanwhile.value}
                onChange={(event) => (meanwhile.value = event.currentTarget.checked)}
              />{' '}
              and what else happened meanwhile ({picked.meanwhile.length})
            </label>
          )}
          <button
            type="button"
            class="quiet"
            onClick={() => {
              only.value = undefined;
              session.exchanges.pick(undefined);
            }}
          >
            Show everything
          </button>
          {picked.byTime.size > 0 && <p class="by-time">{joinedByTime(picked.byTime.size)}</p>}
        </div>
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
            {picked?.byTime.has(moment.key) && <span class="by-time">at that time: </span>}
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

/** What belongs to a request and what happened meanwhile, in the order of all. */
function around(all: readonly Moment[], { own, meanwhile }: RequestMoments): readonly Moment[] {
  const kept = new Set([...own, ...meanwhile]);
  return all.filter((moment) => kept.has(moment));
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
    style: { left: `min(${from}%, 100% - 5px)`, width: `${until - from}%` },
  };
  if (moment.exchange === undefined) return <i {...look} />;
  return <button type="button" class="mark" tabIndex={-1} onClick={onPick} {...look} />;
}
