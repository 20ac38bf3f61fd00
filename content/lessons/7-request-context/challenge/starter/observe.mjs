import { subscribe } from 'node:diagnostics_channel';
import { log } from './log.mjs';

// Node publishes every request that a server receives, with `request` and `response`.
subscribe('http.server.request.start', ({ request }) => {
  log('info', 'a request has come', { method: request.method });
});

// Express publishes each function of a route that it calls: `tracingChannel('express.router.request')`, with the
// events start, end, asyncStart, asyncEnd and error, and `req`, `res`, `route`, `error`.
