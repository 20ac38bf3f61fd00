import * as z from 'zod/mini';

/** An envelope as the collector kept it: `GET /control/envelopes` of `content/services/collector`. */
export interface Envelope {
  readonly path: string;
  readonly body: string;
}

const frameSchema = z.object({
  filename: z.optional(z.nullable(z.string())),
  function: z.optional(z.nullable(z.string())),
  lineno: z.optional(z.nullable(z.number())),
  in_app: z.optional(z.nullable(z.boolean())),
});

const exceptionSchema = z.object({
  type: z.optional(z.nullable(z.string())),
  value: z.optional(z.nullable(z.string())),
  stacktrace: z.optional(z.nullable(z.object({ frames: z.optional(z.array(frameSchema)) }))),
});

/** What is read of an event (https://develop.sentry.dev/sdk/data-model/event-payloads/); the rest is shown as it came. */
const eventSchema = z.object({
  event_id: z.optional(z.string()),
  level: z.optional(z.nullable(z.string())),
  message: z.optional(z.nullable(z.union([z.string(), z.object({ formatted: z.optional(z.string()) })]))),
  release: z.optional(z.nullable(z.string())),
  environment: z.optional(z.nullable(z.string())),
  transaction: z.optional(z.nullable(z.string())),
  fingerprint: z.optional(z.array(z.string())),
  tags: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
  breadcrumbs: z.optional(z.nullable(z.unknown())),
  exception: z.optional(z.union([z.object({ values: z.array(exceptionSchema) }), z.array(exceptionSchema)])),
});

export type TrackedEvent = z.infer<typeof eventSchema>;
export type TrackedFrame = z.infer<typeof frameSchema>;

/** Events that are the same problem. */
export interface TrackedIssue {
  readonly key: string;
  readonly title: string;
  readonly where: string;
  readonly events: readonly {
    readonly event: TrackedEvent;
    readonly raw: unknown;
    readonly envelope: string;
  }[];
}

/** The issues of what arrived, the latest first, and how many lines could not be read. */
export function issuesFrom(envelopes: readonly Envelope[]): { issues: TrackedIssue[]; unread: number } {
  const groups = new Map<
    string,
    { title: string; where: string; events: TrackedIssue['events'][number][] }
  >();
  let unread = 0;
  for (const { body } of envelopes) {
    for (const raw of eventsIn(body)) {
      const parsed = eventSchema.safeParse(raw);
      if (!parsed.success) {
        unread++;
        continue;
      }
      const event = parsed.data;
      const { key, title, where } = describe(event);
      const group = groups.get(key) ?? { title, where, events: [] };
      groups.delete(key);
      groups.set(key, group);
      group.events.push({ event, raw, envelope: body });
    }
  }
  const issues = [...groups].map(([key, group]): TrackedIssue => ({ key, ...group })).reverse();
  return { issues, unread };
}

/** An item of an envelope is two lines: a header that names its type, and the payload. */
function eventsIn(body: string): unknown[] {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  const found: unknown[] = [];
  for (let i = 1; i < lines.length; i++) {
    const header = parseJson(lines[i] as string);
    if (header === null || typeof header !== 'object' || !('type' in header)) continue;
    if (header.type === 'event' && i + 1 < lines.length) found.push(parseJson(lines[i + 1] as string));
    i++;
  }
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function exceptionsOf({ exception }: TrackedEvent): readonly z.infer<typeof exceptionSchema>[] {
  if (exception === undefined) return [];
  return Array.isArray(exception) ? exception : exception.values;
}

/** The frames of an exception, the innermost first; Sentry sends them the other way round. */
export function framesOf(exception: ReturnType<typeof exceptionsOf>[number]): readonly TrackedFrame[] {
  return [...(exception.stacktrace?.frames ?? [])].reverse();
}

/** As trackers group: by the fingerprint, else by the kind of error and the place, with numbers and ids taken out. */
function describe(event: TrackedEvent): { key: string; title: string; where: string } {
  const outermost = exceptionsOf(event).at(-1);
  const message = typeof event.message === 'string' ? event.message : event.message?.formatted;
  const title = outermost
    ? [outermost.type, outermost.value].filter(Boolean).join(': ')
    : (message ?? 'An event without a message');
  const top = outermost && framesOf(outermost).find(({ in_app }) => in_app !== false);
  const place = top ? `${top.filename?.split('/').pop() ?? '?'} in ${top.function ?? '?'}` : '';
  const where = event.transaction ?? place;
  const fingerprint = event.fingerprint?.filter((part) => !part.includes('{{'));
  const key = fingerprint?.length
    ? fingerprint.join(' ')
    : `${title.replaceAll(/[0-9a-f-]{8,}|\d+/g, '#')} ${place}`;
  return { key, title, where };
}
