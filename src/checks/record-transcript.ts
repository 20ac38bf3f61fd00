import { textOf } from '../course/content-files.ts';
import type { Transcript } from '../course/course.ts';
import type { Engine } from '../engine/engine.ts';
import { mediaType, textFromBytes } from '../http/message.ts';
import { evaluateAll } from './evaluate.ts';
import type { Exchange } from './exchange.ts';
import { formatReceived } from './format-exchange.ts';
import { learnerMessages } from './learner-messages.ts';
import { type LogRecord, logRecords } from './log-records.ts';
import { observe } from './observe.ts';

/** Milliseconds without a line of the log until the next step: the lines of a step must stand below it. */
const quiet = 120;

/** One thing that happened, as text that can be shown. */
export type TranscriptEvent =
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'request'; readonly text: string }
  | { readonly kind: 'response'; readonly status: number; readonly text: string }
  | { readonly kind: 'no-response'; readonly text: string }
  | { readonly kind: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'fault'; readonly text: string }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null };

/** What really happened when a transcript's code was run. */
export interface TranscriptRecord {
  readonly id: string;
  readonly title: string;
  readonly events: readonly TranscriptEvent[];
  /** What the run answered, as a table; a key of its data is a column. */
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/**
 * Runs a transcript's code and writes down what happens. Paths of the project are shown below `/app`, frames of packages
 * and of Node are counted instead of shown, long texts are cut to the transcript's `lines`.
 *
 * @throws {Error} where the run is not what the text around it says (`expect`).
 */
export async function recordTranscript(
  engine: Engine,
  transcript: Transcript,
  signal?: AbortSignal,
): Promise<TranscriptRecord> {
  const { id, title, files, entry, preload, services, env, steps, lines } = transcript;
  const exchanges: Exchange[] = [];
  const faults = new Map<number, { readonly at: number; readonly event: TranscriptEvent }>();
  const started = performance.now();
  const { seen, failure, server } = await observe({
    engine,
    files,
    entry,
    preload,
    services,
    port: 3000,
    env,
    steps,
    quiet,
    onStep: (index) => {
      const fault = steps[index]?.fault;
      if (fault === undefined) return;
      // The first step is told twice: the server starts before it.
      faults.set(index, {
        at: performance.now() - started,
        event: { kind: 'fault', text: faultText(fault) },
      });
    },
    onExchange: (exchange) => exchanges.push(exchange),
    ...(signal === undefined ? {} : { signal }),
  });
  const { holds, shortfalls } = evaluateAll(transcript.expect, seen);
  if (holds !== true) {
    const missed = shortfalls.flatMap(({ expected, unseen }) => [...expected, ...(unseen ? [unseen] : [])]);
    throw new Error(`The transcript \`${id}\` does not show what its text says: ${missed.join('; ')}.`);
  }
  const file = entry.find((path) => Object.hasOwn(files, path)) ?? entry[0] ?? '';
  const first = preload?.find((path) => Object.hasOwn(files, path));
  const imported = first === undefined ? '' : `--import ./${first} `;
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value} `);
  const log = transcript.log || failure !== undefined ? logRecords(server.output) : [];
  const tidy = (text: string): string => shorten(withPlainPaths(text, seen.projectFiles), lines);
  // Log and answer travel apart and race; what a request leads to is shown below its answer.
  const shownFrom = transcript.from === undefined ? undefined : seen.exchanges.get(transcript.from)?.[0]?.at;
  const from = shownFrom === undefined ? Number.NEGATIVE_INFINITY : shownFrom + server.startedAt - started;
  const ordered = exchanges
    .map((exchange) => ({ exchange, at: exchange.at + server.startedAt - started }))
    .filter(({ at }) => at >= from)
    .sort((a, b) => a.at - b.at);
  const moments = ordered
    .flatMap(({ exchange, at }, i) => {
      const [sent, ...received] = eventsOf(exchange, transcript) as [TranscriptEvent, ...TranscriptEvent[]];
      const end = at + exchange.milliseconds;
      if (end <= (ordered[i + 1]?.at ?? Number.POSITIVE_INFINITY))
        return [{ at, events: [sent, ...received] }];
      // Something else was sent before it was answered.
      const line = `${exchange.request.method} ${exchange.request.path}`;
      return [
        { at, events: [sent] },
        { at: end, events: received.map((event) => answerTo(line, event)) },
      ];
    })
    .sort((a, b) => a.at - b.at);
  const logged = [
    ...log.map((record) => ({ at: record.at + server.startedAt - started, event: logEvent(record, tidy) })),
    ...faults.values(),
  ]
    .filter(({ at, event }) => at >= from || event.kind === 'fault')
    .sort((a, b) => a.at - b.at);
  const loggedBetween = (from: number, to: number): TranscriptEvent[] =>
    logged.filter(({ at }) => at >= from && at < to).map(({ event }) => event);
  const startOf = (i: number): number => moments[i]?.at ?? Number.POSITIVE_INFINITY;
  return {
    id,
    title,
    ...(transcript.table === undefined ? {} : { table: tableOf(transcript.table, seen.exchanges) }),
    events: [
      { kind: 'command', text: `${variables.join('')}node ${imported}${file}` },
      ...loggedBetween(Number.NEGATIVE_INFINITY, startOf(0)),
      ...moments.flatMap(({ events }, i) => [...events, ...loggedBetween(startOf(i), startOf(i + 1))]),
      ...(seen.exit === undefined && failure === undefined
        ? []
        : [{ kind: 'exit' as const, code: seen.exit?.code ?? null, signal: seen.exit?.signal ?? null }]),
      ...transcript.cat.flatMap((path): TranscriptEvent[] => [
        { kind: 'command', text: `cat ${path}` },
        { kind: 'stdout', text: tidy((textOf(seen.files, path) ?? '').trimEnd()) },
      ]),
    ],
  };
}

function faultText({ of, is }: { readonly of: string; readonly is: string }): string {
  return is === 'off' ? `${of}: all well again` : `${of}: ${is}`;
}

function tableOf(
  { of, columns }: NonNullable<Transcript['table']>,
  exchanges: ReadonlyMap<string, readonly Exchange[]>,
): NonNullable<TranscriptRecord['table']> {
  const body = exchanges.get(of)?.at(-1)?.response?.body;
  const rows = JSON.parse(body === undefined ? '[]' : textFromBytes(body)) as Record<string, unknown>[];
  const keys = Object.keys(columns);
  return { head: Object.values(columns), rows: rows.map((row) => keys.map((key) => String(row[key] ?? ''))) };
}

function eventsOf(
  exchange: Exchange,
  { headers, lines, timing }: Pick<Transcript, 'headers' | 'lines' | 'timing'>,
): TranscriptEvent[] {
  const { request, response, to } = exchange;
  const body = request.body === undefined ? '' : `\n${textFromBytes(request.body)}`;
  const shownHeaders = request.headers
    .filter(([name]) => ['accept', ...headers].some((wanted) => sameName(wanted, name)))
    .filter(([name]) => !sameName(name, 'content-type'))
    .map(([name, value]) => `\n${name}: ${value}`);
  const line = `${request.method} ${request.path}${to === undefined ? '' : ` (to ${to})`}`;
  const sent: TranscriptEvent = {
    kind: 'request',
    text: shorten(`${line}${shownHeaders.join('')}${body}`, lines),
  };
  if (response === undefined) return [sent, { kind: 'no-response', text: formatReceived(exchange, 0) }];
  const shown = response.headers.filter(([name]) => headers.some((wanted) => sameName(wanted, name)));
  const after = timing ? `, after ${(exchange.milliseconds / 1000).toFixed(1)} s` : '';
  const head = [
    `${response.status} ${response.statusText}${after}`,
    ...shown.map(([name, value]) => `${name}: ${value}`),
  ];
  const text = readable(textFromBytes(response.body), mediaType(response.headers));
  const shownText = text === '' ? head : [...head, '', shorten(withPlainPaths(text, []), lines)];
  const whole = response.complete ? shownText : [...shownText, `(${learnerMessages.received.cut})`];
  return [sent, { kind: 'response', status: response.status, text: whole.join('\n') }];
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function answerTo(line: string, event: TranscriptEvent): TranscriptEvent {
  return event.kind === 'exit'
    ? event
    : { ...event, text: `${learnerMessages.answerTo(line)}\n${event.text}` };
}

function logEvent(record: LogRecord, tidy: (text: string) => string): TranscriptEvent {
  return { kind: record.stream, text: tidy(record.text) };
}

/** Express's error page without its frame and with real line ends; anything else as it is. */
function readable(text: string, type: string): string {
  const pre =
    type === 'text/html' ? /<title>Error<\/title>[\s\S]*<pre>([\s\S]*)<\/pre>/.exec(text)?.[1] : undefined;
  if (pre === undefined) return text;
  const lines = pre.replaceAll('<br>', '\n').replaceAll('&nbsp;', ' ').replace(/^ +at/gm, '    at');
  return `<!DOCTYPE html> … <pre>\n${lines.replaceAll('&#39;', "'")}\n</pre> …`;
}

/** Temporary folders are nobody's business: `/app/server.mjs:3:4`, `/app/node_modules/…`. */
function withPlainPaths(text: string, projectFiles: readonly string[]): string {
  const packages = text.replace(/(?:file:\/\/)?\/[^\s()'"<>]*?\/node_modules\//g, '/app/node_modules/');
  const inFolder = packages.replace(/(?:file:\/\/)?\/[^\s()'"<>]*?\/safety-net-\w+\/app\//g, '/app/');
  return projectFiles.reduce((all, file) => {
    const escaped = file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return all.replace(new RegExp(`file:///app/${escaped}`, 'g'), `/app/${file}`);
  }, inFolder);
}

/** Frames of packages and of Node as a number, and at most so many lines. */
function shorten(text: string, most: number): string {
  const kept: string[] = [];
  let foreign = 0;
  for (const line of withShortStacks(text).split('\n')) {
    if (/^\s*(?:<br>)?\s*at .*(?:node_modules\/|\(?node:)/.test(line)) foreign++;
    else kept.push(line);
  }
  if (foreign > 0) {
    const last = kept.findLastIndex((line) => /^\s*at /.test(line));
    const note = `    … ${foreign} more ${foreign === 1 ? 'frame' : 'frames'} in Express and Node`;
    kept.splice(last === -1 ? 1 : last + 1, 0, note);
  }
  return kept.length <= most ? kept.join('\n') : [...kept.slice(0, most), '…'].join('\n');
}

/** The same of stacks inside of JSON, whose line ends are escaped. */
function withShortStacks(text: string): string {
  return text.replace(/(?:\\n\s+at [^\\"]*?(?:node_modules\/|\(?node:)[^\\"]*)+/g, (frames) => {
    const count = frames.split('\\n').length - 1;
    return `\\n    … ${count} more ${count === 1 ? 'frame' : 'frames'} in Express and Node`;
  });
}
