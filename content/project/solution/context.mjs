import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { log } from './log.mjs';

const storage = new AsyncLocalStorage();

/** What is known of the request that the running code belongs to: `requestId`, `user`, `method` and `path`. */
export const currentRequest = () => storage.getStore() ?? {};

/** Gives each request its id and its context, and leaves one line about how it ended. */
export function requestContext(req, res, next) {
  const given = req.get('x-request-id') ?? '';
  const requestId = /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
  const begun = performance.now();
  res.set('X-Request-Id', requestId);
  storage.run({ requestId, user: req.get('x-user'), method: req.method, path: req.path }, () => {
    // Bound, because a visitor who hangs up ends the response from outside of this request.
    const done = AsyncLocalStorage.bind(() => {
      const level = res.statusCode >= 400 || !res.writableFinished ? 'warn' : 'info';
      const ms = Math.round(performance.now() - begun);
      log(level, res.writableFinished ? 'request' : 'request cut', { status: res.statusCode, ms });
    });
    res.on('close', done);
    next();
  });
}
