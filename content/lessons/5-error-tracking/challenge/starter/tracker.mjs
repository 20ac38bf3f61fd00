import { randomUUID } from 'node:crypto';

const dsn = process.env.DSN ? new URL(process.env.DSN) : undefined;

export function captureException(err, { req }) {
  const event = {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1000,
    release: process.env.RELEASE,
    exception: { values: [{ type: err.name, value: err.message, stacktrace: { frames: framesOf(err.stack) } }] },
    request: { method: req.method, url: req.path },
  };
  sendItem('event', event);
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
