// An error tracker as far as clients see it: it takes envelopes of the Sentry protocol at `POST /api/<project>/envelope/`.
// What arrived is asked for below `/control/`, where its faults are switched on as well:
//
//   GET  /control/events      the events, in the order in which they arrived
//   GET  /control/summary     the same for people, in text
//   GET  /control/reports     the client reports: what clients say they have dropped, and why
//   GET  /control/groups      how many events there are of each `fingerprint`, and their messages
//   GET  /control/lines       the lines of the program's own that each kind of failure has in its frames, and no other kind has
//   GET  /control/discarded   how many events the client reports say were dropped
//   GET  /control/envelopes   everything that arrived: path, headers, body (unpacked)
//   GET  /control/wait?events=3&for=4000    the events, as soon as there are three, or after four seconds; the others
//                                           can be waited for in the same way
//   GET  /control/given-up    how many reports a client has given up because nobody answered, as soon as there is one
//   POST /control/forget      forgets what arrived
//   POST /control/hang        takes what is sent and never answers; it is not counted as arrived
//   POST /control/hang-once   the same, until a client gives up the first time: then all others are answered, and all is well
//   POST /control/down        closes every connection without an answer
//   POST /control/error       answers 500
//   POST /control/busy        answers 429 with `Retry-After: 60`
//   POST /control/off         ends the fault
import http from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';

let fault = 'off';
let received = [];
let waiting = [];
let givenUp = 0;
let hanging = [];

const send = (res, status, value) => {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
};

const parse = (line) => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** The items of a type in an envelope: lines of JSON, two for each item, a header with its type and a payload. */
const itemsIn = (text, type) => {
  const [, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line, i) => (i % 2 === 0 && parse(line)?.type === type ? (parse(lines[i + 1]) ?? []) : []));
};

const items = (type) => received.flatMap(({ body }) => itemsIn(body, type));
const events = () => items('event');

/** An event in a few lines, as a tracker's page would show it. */
const summary = ({ level = 'error', exception, environment, release, transaction, request = {}, user }) => {
  const [error, ...causes] = (exception?.values ?? []).toReversed();
  const frame = error?.stacktrace?.frames?.findLast(({ in_app: ours = true }) => ours);
  const { url = transaction, method, headers = {}, data } = request;
  return [
    `${level}: ${error?.type}: ${error?.value}`,
    ...causes.map(({ type, value }) => `  caused by ${type}: ${value}`),
    frame && `  at ${frame.filename}:${frame.lineno}`,
    `  ${environment}, ${release}`,
    url && `  request: ${method === undefined ? '' : `${method} `}${url}`,
    user?.ip_address && `  user: ${user.ip_address}`,
    Object.keys(headers).length > 0 && `  headers: ${Object.keys(headers).join(', ')}`,
    data && `  body: ${typeof data === 'string' ? data : JSON.stringify(data)}`,
  ].filter(Boolean);
};

const answerWaiting = () => {
  waiting = waiting.filter(({ isThere, answer, timer }) => {
    if (!isThere()) return true;
    clearTimeout(timer);
    answer();
    return false;
  });
};

/** Calls `answer` as soon as what is asked for is there, or when the time is over. */
const whenThere = (searchParams, isThere, answer) => {
  const timer = setTimeout(
    () => {
      waiting = waiting.filter((other) => other.answer !== answer);
      answer();
    },
    Number(searchParams.get('for') ?? 4000),
  );
  waiting.push({ isThere, answer, timer });
  answerWaiting();
};

/** Events by their fingerprint, as a tracker makes issues of them; those without one are a group each. */
const groups = () => {
  const found = new Map();
  for (const { event_id, fingerprint, exception } of events()) {
    const key = JSON.stringify(fingerprint ?? event_id);
    const group = found.get(key) ?? { fingerprint: fingerprint ?? null, count: 0, messages: [] };
    found.set(key, group);
    group.count++;
    group.messages.push(exception?.values?.at(-1)?.value ?? '');
  }
  return [...found.values()];
};

/** By kind, the first words of an error and of its causes: the lines, outside of packages, that no other kind went through. */
const lines = () => {
  const kinds = new Map();
  for (const { exception } of events()) {
    const values = [exception?.values ?? []].flat();
    const words = values.map(({ value = '' }) => String(value).split(' ', 3).join(' '));
    const kind = words.sort().join(' | ');
    const own = values
      .flatMap(({ stacktrace }) => stacktrace?.frames ?? [])
      .filter(({ filename = '' }) => !/node_modules|^node:/.test(filename))
      .map(({ filename, lineno }) => `${filename}:${lineno}`);
    kinds.set(kind, new Set([...(kinds.get(kind) ?? []), ...own]));
  }
  return [...kinds].map(([kind, own]) => {
    const others = [...kinds].filter(([other]) => other !== kind).map(([, theirs]) => theirs);
    return { kind, lines: [...own].filter((line) => !others.some((theirs) => theirs.has(line))) };
  });
};

const discarded = () =>
  items('client_report')
    .flatMap(({ discarded_events = [] }) => discarded_events)
    .reduce((sum, { quantity = 0 }) => sum + quantity, 0);

const answers = {
  'given-up': (res) => send(res, 200, { givenUp }),
  lines: (res) => send(res, 200, lines()),
  groups: (res) => send(res, 200, groups()),
  discarded: (res) => send(res, 200, { discarded: discarded() }),
  events: (res) => send(res, 200, events()),
  reports: (res) => send(res, 200, items('client_report')),
  envelopes: (res) => send(res, 200, received),
  summary: (res) => {
    const lines = events().flatMap(summary);
    res.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
    res.end(lines.length === 0 ? 'No events.\n' : `${lines.join('\n')}\n`);
  },
};

const control = (path, res) => {
  const { pathname, searchParams } = new URL(path, 'http://collector');
  const name = pathname.split('/')[2];
  const answer = answers[name === 'wait' ? 'events' : name];
  const least = Number(searchParams.get('events') ?? (name === 'wait' ? 1 : 0));
  const isThere = () => (name === 'given-up' ? givenUp > 0 : events().length >= least);
  if (answer !== undefined) return whenThere(searchParams, isThere, () => answer(res));
  if (name === 'forget') received = [];
  else fault = name;
  if (name === 'hang-once') {
    givenUp = 0;
    hanging = [];
  }
  send(res, 200, { fault });
};

/** Does not answer; notes when the client has given up. */
const hang = (res) => {
  hanging.push(res);
  res.on('close', () => {
    if (res.writableEnded) return;
    givenUp++;
    hanging = hanging.filter((other) => other !== res);
    if (fault === 'hang-once') {
      fault = 'off';
      for (const other of hanging.splice(0)) send(other, 200, {});
    }
    answerWaiting();
  });
};

const unpacked = (bytes, encoding) => {
  if (encoding === 'gzip') return gunzipSync(bytes);
  return encoding === 'deflate' ? inflateSync(bytes) : bytes;
};

const answer = (req, res, bytes) => {
  if (req.url.startsWith('/control/')) return control(req.url, res);
  if (fault === 'hang' || fault === 'hang-once') return hang(res);
  if (fault === 'down') return req.socket.destroy();
  if (fault === 'error') return send(res, 500, { error: 'The tracker is overloaded' });
  if (fault === 'busy') {
    res.setHeader('Retry-After', '60');
    return send(res, 429, { error: 'Too many events' });
  }
  if (!/^\/api\/[^/]+\/(envelope|store)\/?(\?|$)/.test(req.url)) return send(res, 404, { error: 'No project here' });
  const body = unpacked(bytes, req.headers['content-encoding']).toString('utf8');
  received.push({ path: req.url, headers: req.headers, body });
  answerWaiting();
  send(res, 200, { id: itemsIn(body, 'event')[0]?.event_id });
};

http
  .createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => answer(req, res, Buffer.concat(chunks)));
  })
  .listen(process.env.PORT);
