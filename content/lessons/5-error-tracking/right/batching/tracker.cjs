'use strict';
const crypto = require('node:crypto');
const http = require('node:http');

let waiting = [];
let timer;

/** Reports are sent together, a second after the first of them. */
exports.report = function (err, transaction) {
  if (!process.env.DSN) return;
  const values = [];
  for (let e = err; e; e = e.cause) values.unshift({ type: e.constructor.name, value: clean(e.message), stacktrace: { frames: frames(e) } });
  waiting.push({
    event_id: crypto.randomBytes(16).toString('hex'),
    platform: 'node',
    timestamp: new Date().toISOString(),
    environment: process.env.NODE_ENV,
    release: process.env.RELEASE,
    transaction,
    exception: { values },
  });
  timer ??= setTimeout(send, 1000);
};

exports.close = function () {
  return Promise.race([send(), new Promise((resolve) => setTimeout(resolve, 1500))]);
};

function send() {
  clearTimeout(timer);
  timer = undefined;
  const events = waiting;
  waiting = [];
  if (events.length === 0) return Promise.resolve();
  const { hostname, port, username, pathname } = new URL(process.env.DSN);
  const lines = [{ dsn: process.env.DSN, sent_at: new Date().toISOString() }];
  for (const event of events) lines.push({ type: 'event' }, event);
  const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
  return new Promise((resolve) => {
    http
      .request({ hostname, port, method: 'POST', path: `/api${pathname}/envelope/?sentry_key=${username}`, timeout: 3000 })
      .on('response', (res) => res.resume().on('end', resolve))
      .on('timeout', function () {
        this.destroy();
      })
      .on('error', resolve)
      .end(body);
  });
}

function clean(text) {
  return text.replace(/\d+/g, (digits) => (digits.length >= 13 && digits.length <= 19 ? '#' : digits));
}

function frames({ stack }) {
  const found = [];
  for (const [, where, line] of stack.matchAll(/\(?((?:file:\/\/)?\/[^\s()]+?):(\d+):\d+\)?$/gm)) found.unshift({ filename: where, lineno: Number(line) });
  return found;
}
