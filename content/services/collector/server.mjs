// An error tracker as far as clients see it: it takes envelopes of the Sentry protocol at `POST /api/<project>/envelope/`.
// What arrived is asked for below `/control/`, where its faults are switched on as well.
import http from 'node:http';
import { gunzipSync, inflateSync } from 'node:zlib';

let fault = 'off';
let received = [];
let waiting = [];

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

/** The events of an envelope: lines of JSON, of which each item has two, a header with its type and a payload. */
const eventsIn = (text) => {
  const [, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line, i) => (parse(line)?.type === 'event' ? (parse(lines[i + 1]) ?? []) : []));
};

const events = () => received.flatMap(({ body }) => eventsIn(body));

const answerWaiting = () => {
  waiting = waiting.filter(({ count, res, timer }) => {
    if (events().length < count) return true;
    clearTimeout(timer);
    send(res, 200, events());
    return false;
  });
};

const control = (path, res) => {
  const { pathname, searchParams } = new URL(path, 'http://collector');
  const name = pathname.split('/')[2];
  if (name === 'events') return send(res, 200, events());
  if (name === 'envelopes') return send(res, 200, received);
  if (name === 'wait') {
    // The events, as soon as there are `events` of them, or after `for` milliseconds.
    const timer = setTimeout(() => send(res, 200, events()), Number(searchParams.get('for') ?? 4000));
    waiting.push({ count: Number(searchParams.get('events') ?? 1), res, timer });
    return answerWaiting();
  }
  if (name === 'forget') received = [];
  else fault = name;
  send(res, 200, { fault });
};

const unpacked = (bytes, encoding) => {
  if (encoding === 'gzip') return gunzipSync(bytes);
  return encoding === 'deflate' ? inflateSync(bytes) : bytes;
};

const answer = (req, res, bytes) => {
  if (req.url.startsWith('/control/')) return control(req.url, res);
  if (fault === 'hang') return;
  if (fault === 'down') return req.socket.destroy();
  if (fault === 'error') return send(res, 500, { error: 'The tracker is overloaded' });
  if (!/^\/api\/[^/]+\/(envelope|store)\/?(\?|$)/.test(req.url)) return send(res, 404, { error: 'No project here' });
  const body = unpacked(bytes, req.headers['content-encoding']).toString('utf8');
  received.push({ path: req.url, headers: req.headers, body });
  answerWaiting();
  send(res, 200, { id: eventsIn(body)[0]?.event_id });
};

http
  .createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => answer(req, res, Buffer.concat(chunks)));
  })
  .listen(process.env.PORT);
