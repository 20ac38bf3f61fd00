import { useComputed, useSignal } from '@preact/signals';
import type { Exchange } from './exchange-book.ts';
import { clock } from './LogRowView.tsx';
import type { LogLine } from './log-buffer.ts';
import { readLine } from './log-facts.ts';
import { MomentList } from './MomentList.tsx';
import { joinedByTime } from './messages.ts';
import { requestLine } from './request-text.ts';
import { Scroller } from './Scroller.tsx';
import {
  axisFor,
  type Moment,
  momentsOf,
  momentsOfRequest,
  pageOf,
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
/** So many of the latest lines of the log are moments while nothing else is asked for. */
const latestLines = 2000;

/** Everything that happened, on one time axis; picking a request leaves only what belongs to it. */
export function TimelinePane({ bench }: { readonly bench: Workbench }) {
  const { session } = bench;
  const only = bench.view.onlyExchange;
  const meanwhile = useSignal(false);
  /** Set while earlier moments are looked at, which stand still meanwhile. */
  const back = useSignal<number | undefined>(undefined);
  const still = useComputed(() => back.value !== undefined);
  const state = useComputed(() => {
    const now = <T,>(changing: { readonly value: T; peek(): T }): T =>
      still.value ? changing.peek() : changing.value;
    now(session.logVersion);
    const exchanges = now(session.exchanges.all);
    const events = now(session.timeline.events);
    const exchange = exchanges.find(({ id }) => id === only.value);
    const lines = still.value ? session.log.lines : latestOf(session.log.lines, exchange);
    const all = momentsOf({ exchanges, events, lines, severityOf: (line) => readLine(line).level });
    return { all, exchange, picked: exchange && momentsOfRequest(all, exchange, { exchanges, lines }) };
  });
  const { all, exchange, picked } = state.value;
  const shown = picked && !meanwhile.value ? picked.own : picked ? around(all, picked) : all;
  const page = pageOf(shown.length, back.value ?? 0);
  const drawn = still.value ? shown.slice(page.from, page.until) : shown;
  const axis = axisFor(drawn);
  const pick = (moment: Moment): void => {
    if (moment.exchange === undefined) return;
    back.value = undefined;
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
              back.value = undefined;
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
              {drawn
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
      <MomentList
        moments={shown}
        back={back}
        more={!exchange && session.log.lines.length > latestLines}
        byTime={picked?.byTime}
        only={only.value}
        onPick={pick}
      />
    </Scroller>
  );
}

/** The latest lines; of a request that is picked also earlier ones that may be its own, or were written meanwhile. */
function latestOf(lines: readonly LogLine[], exchange: Exchange | undefined): readonly LogLine[] {
  const latest = lines.slice(-latestLines);
  if (!exchange) return latest;
  const { id, since, until = Number.POSITIVE_INFINITY } = exchange;
  const earlier = lines
    .slice(0, -latestLines)
    .filter(({ cause, at }) => cause === id || (at >= since && at <= until));
  return [...earlier, ...latest];
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
