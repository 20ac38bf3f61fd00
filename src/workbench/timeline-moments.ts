import { Belongings, type Witness } from './belonging.ts';
import type { Exchange } from './exchange-book.ts';
import type { LogLine } from './log-buffer.ts';
import type { LogLevel } from './log-levels.ts';
import { requestLine } from './request-text.ts';
import type { TimelineEvent } from './timeline.ts';

/** Something on the time axis, a point or a stretch. Times are `Date.now()`. */
export interface Moment {
  readonly key: string;
  readonly lane: 'process' | 'fault' | 'request' | 'upstream' | 'log';
  readonly tone: 'plain' | 'held' | 'doubt' | 'fall';
  readonly from: number;
  readonly until: number;
  readonly text: string;
  /** The id of the request that it is. */
  readonly exchange: number | undefined;
  readonly witness: Witness;
}

export interface MomentSources {
  readonly exchanges: readonly Exchange[];
  readonly events: readonly TimelineEvent[];
  readonly lines: readonly LogLine[];
  readonly severityOf: (line: LogLine) => LogLevel;
}

/** All that happened, in the order in which it began. */
export function momentsOf({ exchanges, events, lines, severityOf }: MomentSources): Moment[] {
  const moments: Moment[] = [
    ...exchanges.map((exchange): Moment => {
      const { id, since, until } = exchange;
      return {
        key: `request-${id}`,
        lane: 'request',
        tone: toneOf(exchange),
        from: since,
        until: until ?? Date.now(),
        text: `${requestLine(exchange.request)} ${outcomeOf(exchange)}`,
        exchange: id,
        witness: { at: since, cause: id },
      };
    }),
    ...events.map(
      ({ id, kind, text, at, cause }): Moment => ({
        key: `event-${id}`,
        lane: kind,
        tone: kind === 'fault' || /exited with code [^0]|ended by/.test(text) ? 'fall' : 'plain',
        from: at,
        until: at,
        text,
        exchange: undefined,
        witness: { at, cause },
      }),
    ),
    // The workbench's own notes are events already, and the frames of a stack are no moments of their own.
    ...lines
      .filter(({ stream, text }) => stream !== 'note' && text !== '' && !/^\s/.test(text))
      .map((line): Moment => {
        const level = severityOf(line);
        const bad = level === 'error' || level === 'fatal';
        return {
          key: `line-${line.id}`,
          lane: 'log',
          tone: bad ? 'fall' : level === 'warn' ? 'doubt' : 'plain',
          from: line.at,
          until: line.at,
          text: line.text.length > 160 ? `${line.text.slice(0, 160)} …` : line.text,
          exchange: undefined,
          witness: { at: line.at, cause: line.cause, line },
        };
      }),
  ];
  return moments.sort((a, b) => a.from - b.from);
}

/** What belongs to one request, what of that is only known by the time, and what happened while it was open. */
export interface RequestMoments {
  readonly own: readonly Moment[];
  /** The keys of those of `own` of which nothing but the time is known. */
  readonly byTime: ReadonlySet<string>;
  /** Of other requests, or of none. */
  readonly meanwhile: readonly Moment[];
}

/** The moments of one exchange among all of them. */
export function momentsOfRequest(
  moments: readonly Moment[],
  exchange: Exchange,
  { exchanges, lines }: Pick<MomentSources, 'exchanges' | 'lines'>,
): RequestMoments {
  const belongings = new Belongings(exchanges, lines);
  const until = exchange.until ?? Number.POSITIVE_INFINITY;
  const [own, meanwhile, byTime]: [Moment[], Moment[], Set<string>] = [[], [], new Set()];
  for (const moment of moments) {
    const by = belongings.to(exchange, moment.witness);
    if (by !== undefined) own.push(moment);
    else if (moment.until >= exchange.since && moment.from <= until) meanwhile.push(moment);
    if (by === 'time') byTime.add(moment.key);
  }
  return { own, meanwhile, byTime };
}

function toneOf(exchange: Exchange): Moment['tone'] {
  if (exchange.kind === 'waiting') return 'plain';
  if (exchange.kind === 'failed') return 'fall';
  const { status, complete } = exchange.response;
  if (!complete || status >= 500) return 'fall';
  return status >= 400 ? 'doubt' : 'held';
}

function outcomeOf(exchange: Exchange): string {
  if (exchange.kind === 'waiting') return 'is waiting';
  const took = `${(exchange.until ?? exchange.since) - exchange.since} ms`;
  if (exchange.kind === 'failed')
    return exchange.calledOff ? `called off after ${took}` : `no answer, ${took}`;
  return `${exchange.response.status}${exchange.response.complete ? '' : ', incomplete'}, ${took}`;
}

/** The stretch of time that the moments lie in, never empty. */
export function axisFor(moments: readonly Moment[]): { readonly from: number; readonly until: number } {
  const from = moments[0]?.from ?? Date.now();
  const until = moments.reduce((latest, moment) => Math.max(latest, moment.until), from);
  return { from, until: Math.max(until, from + 50) };
}

/** Where a time lies on the axis, in per cent. */
export function share(
  { from, until }: { readonly from: number; readonly until: number },
  at: number,
): number {
  return ((at - from) / (until - from)) * 100;
}

/** So many moments are listed at once. */
const listed = 200;

/** Which of `count` moments are listed where so many lie behind them: from an index to before another one. */
export function pageOf(
  count: number,
  back: number,
): { readonly from: number; readonly until: number; readonly size: number } {
  const until = Math.max(count - back, Math.min(count, listed));
  return { from: Math.max(0, until - listed), until, size: listed };
}
