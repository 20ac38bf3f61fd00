import { subscribe, tracingChannel } from 'node:diagnostics_channel';
import { randomUUID } from 'node:crypto';
import { context, log } from './log.mjs';

const stores = new WeakMap();

subscribe('http.server.request.start', ({ request, response }) => {
  const given = request.headers['x-request-id'] ?? '';
  const store = { requestId: /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID(), route: undefined };
  const { method, url } = request;
  stores.set(request, store);
  response.setHeader('X-Request-Id', store.requestId);
  // Node publishes this inside of the request's own context and goes on in it.
  context.enterWith(store);
  response.on('close', () => {
    const { statusCode: status, writableFinished } = response;
    context.run(store, () =>
      log('info', writableFinished ? 'answered' : 'hung up', { method, path: url.split('?')[0], route: store.route, status }),
    );
  });
});

tracingChannel('express.router.request').subscribe({
  // Middleware and error handlers are published as well; only the functions of routes have a method.
  start({ req, route, layer }) {
    const store = stores.get(req);
    if (layer.method !== undefined && store !== undefined) store.route = route;
  },
  error({ req, route, error }) {
    const store = stores.get(req);
    context.run(store, () => log('error', error.message, { route: route ?? store?.route, stack: error.stack }));
  },
});
