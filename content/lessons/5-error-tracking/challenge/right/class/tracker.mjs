import { randomUUID } from 'node:crypto';

/** Lets ten of a kind through in any minute, and remembers how many it has held back. */
class Gate {
  #passed = new Map();
  heldBack = 0;

  lets(kind) {
    const times = this.#passed.get(kind) ?? [];
    while (times.length > 0 && times[0] <= Date.now() - 60_000) times.shift();
    const free = times.length < 10;
    if (free) this.#passed.set(kind, [...times, Date.now()]);
    else this.heldBack += 1;
    return free;
  }

  take() {
    const { heldBack } = this;
    this.heldBack = 0;
    return heldBack;
  }
}

class Tracker {
  #gate = new Gate();
  #url;
  #key;

  constructor(dsn) {
    const { protocol, host, pathname, username } = new URL(dsn);
    this.#url = `${protocol}//${host}/api${pathname}/envelope/`;
    this.#key = username;
    // Every two seconds, whatever happens.
    setInterval(() => this.#tellHeldBack(), 2000).unref();
  }

  report(err, req) {
    const place = err.stack.split('\n').find((line) => /^\s+at /.test(line) && !line.includes('node_modules') && !line.includes('node:'));
    const kind = place.trim();
    if (!this.#gate.lets(kind)) return;
    this.#send('event', {
      event_id: randomUUID().replaceAll('-', ''),
      timestamp: new Date().toISOString(),
      release: process.env.RELEASE,
      request: { method: req.method, url: req.path },
      exception: { values: [{ type: err.name, value: err.message }] },
      fingerprint: [kind],
    });
  }

  #tellHeldBack() {
    const quantity = this.#gate.take();
    if (quantity === 0) return;
    this.#send('client_report', {
      timestamp: new Date().toISOString(),
      discarded_events: [{ reason: 'ratelimit_backoff', category: 'error', quantity }],
    });
  }

  async #send(type, payload) {
    const body = `{}\n${JSON.stringify({ type })}\n${JSON.stringify(payload)}\n`;
    const headers = { 'X-Sentry-Auth': `Sentry sentry_version=7, sentry_key=${this.#key}` };
    try {
      const answer = await fetch(this.#url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) });
      await answer.text();
    } catch (error) {
      console.error(`the tracker did not take it: ${error.message}`);
    }
  }
}

const tracker = process.env.DSN && new Tracker(process.env.DSN);

export const captureException = (err, { req }) => {
  if (tracker) tracker.report(err, req);
};
