import { randomUUID } from 'node:crypto';

// DSN looks like http://PUBLIC_KEY@HOST/PROJECT ; events are POSTed to http://HOST/api/PROJECT/envelope/
const dsn = process.env.DSN ? new URL(process.env.DSN) : undefined;
const pending = new Set();
const seen = new WeakSet();

/** What is never sent cannot leak. */
const scrub = (text) => String(text).replace(/\d{13,19}/g, '[number]');

export function captureException(err, { req, level = 'error' } = {}) {
  if (dsn === undefined || isKnown(err)) return;
  const event = {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1000,
    platform: 'node',
    level,
    environment: process.env.NODE_ENV ?? 'development',
    release: process.env.RELEASE,
    exception: { values: chainOf(err) },
    // The path alone: headers, body and query are nobody's business.
    ...(req && { request: { method: req.method, url: scrub(req.path) } }),
  };
  send(event);
}

/** Resolves when every report under way has ended, or after `ms`. */
export async function flush(ms = 2000) {
  const limit = new Promise((resolve) => setTimeout(resolve, ms).unref());
  await Promise.race([Promise.allSettled(pending), limit]);
}

function isKnown(err) {
  if (typeof err !== 'object' || err === null) return false;
  if (seen.has(err)) return true;
  seen.add(err);
  return false;
}

/** The error and its causes, the deepest first, as the protocol wants them. */
function chainOf(err) {
  const chain = [];
  for (let each = err; each != null && chain.length < 5; each = each.cause) {
    chain.unshift({
      type: each.name ?? typeof each,
      value: scrub(each.message ?? each),
      stacktrace: { frames: framesOf(each.stack ?? '') },
    });
  }
  return chain;
}

/** The lines of a stack as objects, the outermost call first. */
function framesOf(stack) {
  return stack
    .split('\n')
    .flatMap((line) => {
      const [, name = '?', filename, lineno, colno] = /^\s*at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/.exec(line) ?? [];
      if (filename === undefined) return [];
      const in_app = !/node_modules|^node:/.test(filename);
      return { function: name, filename, lineno: Number(lineno), colno: Number(colno), in_app };
    })
    .reverse();
}

function send(event) {
  const header = { event_id: event.event_id, sent_at: new Date().toISOString() };
  const lines = [header, { type: 'event' }, event].map((line) => JSON.stringify(line));
  const job = fetch(`${dsn.protocol}//${dsn.host}/api${dsn.pathname}/envelope/`, {
    method: 'POST',
    body: lines.join('\n'),
    signal: AbortSignal.timeout(2000),
    headers: {
      'Content-Type': 'application/x-sentry-envelope',
      'X-Sentry-Auth': `Sentry sentry_version=7, sentry_key=${dsn.username}, sentry_client=bookshop/1.0`,
    },
  })
    .then((res) => res.arrayBuffer())
    .catch((error) => console.error('the tracker cannot be reached:', error.cause?.code ?? error.name));
  pending.add(job);
  job.finally(() => pending.delete(job));
}
