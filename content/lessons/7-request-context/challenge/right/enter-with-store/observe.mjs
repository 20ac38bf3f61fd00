import dc from 'node:diagnostics_channel';
import { randomBytes } from 'node:crypto';
import { als, log } from './log.mjs';

const begin = dc.channel('http.server.request.start');
const calls = dc.tracingChannel('express.router.request');

begin.subscribe((message) => {
  const { request, response } = message;
  const wanted = request.headers['x-request-id'];
  const id = wanted && wanted.length <= 64 && !/[^\w.-]/.test(wanted) ? wanted : randomBytes(8).toString('hex');
  request.observed = { id, http: { method: request.method, path: new URL(request.url, 'http://x').pathname } };
  response.setHeader('x-request-id', id);
  response.once('close', () => {
    log('info', 'request', { ...request.observed, http: { ...request.observed.http, status: response.statusCode }, whole: response.writableEnded });
  });
});

calls.start.bindStore(als, ({ req }) => {
  if (req.route) req.observed.pattern = req.route.path;
  return req.observed;
});
calls.error.subscribe(({ req, error }) => {
  log('error', error.message, { id: req.observed.id, pattern: req.observed.pattern, err: { type: error.name, stack: error.stack } });
});
