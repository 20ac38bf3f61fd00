import diagnostics from 'node:diagnostics_channel';
import { current, log, newId } from './log.mjs';

const observed = Symbol('observed');

diagnostics.subscribe('http.server.request.start', function begin({ request, response }) {
  const about = { correlation: newId(request.headers['x-request-id']), verb: request.method, target: request.url.replace(/\?.*/, '') };
  request[observed] = about;
  current.enterWith(about);
  response.setHeader('X-Request-Id', about.correlation);
  const end = () => log(response.statusCode < 500 ? 'info' : 'warn', 'over', { ...about, code: String(response.statusCode) });
  response.on('close', end);
});

diagnostics.tracingChannel('express.router.request').subscribe({
  start: ({ req, route }) => {
    if (!/^\/(shop)?$/.test(route ?? '/')) req[observed].pattern = route;
  },
  error: ({ req, error }) => log('error', error.message, { ...req[observed], stack: error.stack }),
});
