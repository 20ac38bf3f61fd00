import { randomUUID } from 'node:crypto';
import { currentRequest } from './context.mjs';
import { log } from './log.mjs';
import { withoutSecrets } from './secrets.mjs';

const dsn = process.env.DSN === undefined ? undefined : new URL(process.env.DSN);
const pending = new Set();

/** Tells the error tracker about an error, behind the visitor’s back: nobody waits for it, and it never fails. */
export function report(err, level = 'error') {
  if (dsn === undefined) return;
  const event = eventOf(err, level);
  const lines = [{ event_id: event.event_id }, { type: 'event' }, event].map((line) => JSON.stringify(line));
  const sending = send(withoutSecrets(lines.join('\n')));
  pending.add(sending);
  sending.finally(() => pending.delete(sending));
}

/** Waits until everything has been sent, at most so many milliseconds. */
export async function flush(ms) {
  await Promise.race([Promise.allSettled(pending), new Promise((resolve) => setTimeout(resolve, ms).unref())]);
}

async function send(body) {
  try {
    const headers = { 'X-Sentry-Auth': `Sentry sentry_version=7, sentry_key=${dsn.username}` };
    const address = `${dsn.protocol}//${dsn.host}/api${dsn.pathname}/envelope/`;
    await fetch(address, { method: 'POST', headers, body, signal: AbortSignal.timeout(2000) });
  } catch (err) {
    log('warn', 'the tracker cannot be reached', { reason: err.name });
  }
}

function eventOf(err, level) {
  const { requestId, user, method, path } = currentRequest();
  const values = [];
  // Causes first, which is the order of the protocol.
  for (let e = err; e instanceof Error && values.length < 5; e = e.cause) {
    const frames = (e.stack ?? '').split('\n').slice(1).map((line) => ({ function: line.trim() }));
    values.unshift({ type: e.name, value: e.message, stacktrace: { frames: frames.reverse() } });
  }
  return {
    event_id: randomUUID().replaceAll('-', ''),
    timestamp: Date.now() / 1000,
    platform: 'node',
    level,
    release: process.env.RELEASE,
    environment: process.env.NODE_ENV ?? 'development',
    exception: { values: values.length > 0 ? values : [{ type: 'Error', value: String(err) }] },
    transaction: method === undefined ? undefined : `${method} ${path}`,
    user: user === undefined ? undefined : { id: user },
    tags: { requestId },
  };
}
