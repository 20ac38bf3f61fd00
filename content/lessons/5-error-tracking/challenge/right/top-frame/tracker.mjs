import { randomUUID } from 'node:crypto';

/** Events of one kind in a minute; the others are counted. */
const most = 10;
const minute = 60_000;
const sentAt = new Map();
let dropped = 0;
let report;

const dsn = process.env.DSN ? new URL(process.env.DSN) : undefined;

export function captureException(err, { req }) {
  const event = {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1000,
    release: process.env.RELEASE,
    exception: { values: [{ type: err.name, value: err.message, stacktrace: { frames: framesOf(err.stack) } }] },
    request: { method: req.method, url: req.path },
    fingerprint: fingerprintOf(err),
  };
  if (isTooMany(event.fingerprint.join())) countDropped();
  else sendItem('event', event);
}

/** The kind of the error and the line that threw it: what is the same for everybody who meets the same bug. */
function fingerprintOf(err) {
  const { filename, lineno } = framesOf(err.stack).findLast(({ filename }) => !/node_modules|^node:/.test(filename)) ?? {};
  return [err.message.replace(/\d+/g, 'n'), String(lineno)];
}

function isTooMany(kind) {
  const now = Date.now();
  const recent = (sentAt.get(kind) ?? []).filter((at) => now - at < minute);
  sentAt.set(kind, recent);
  if (recent.length >= most) return true;
  recent.push(now);
  return false;
}

function countDropped() {
  dropped++;
  report ??= setTimeout(() => {
    const discarded_events = [{ reason: 'ratelimit_backoff', category: 'error', quantity: dropped }];
    dropped = 0;
    report = undefined;
    sendItem('client_report', { timestamp: Date.now() / 1000, discarded_events });
  }, 2000);
}

/** The lines of a stack as objects, the outermost call first. */
function framesOf(stack) {
  return [...stack.matchAll(/^\s*at (?:(.*?) \()?(.*?):(\d+):(\d+)\)?$/gm)]
    .map(([, name = '?', filename, lineno]) => ({ function: name, filename, lineno: Number(lineno) }))
    .reverse();
}

/** Sends one item, an `event` or a `client_report`. */
function sendItem(type, payload) {
  if (dsn === undefined) return;
  const lines = [{ sent_at: new Date().toISOString() }, { type }, payload].map((line) => JSON.stringify(line));
  fetch(`${dsn.origin}/api${dsn.pathname}/envelope/`, {
    method: 'POST',
    body: lines.join('\n'),
    signal: AbortSignal.timeout(5000),
    headers: { 'X-Sentry-Auth': `Sentry sentry_version=7, sentry_key=${dsn.username}` },
  })
    .then((res) => res.arrayBuffer())
    .catch((error) => console.error('not reported:', error.message));
}
