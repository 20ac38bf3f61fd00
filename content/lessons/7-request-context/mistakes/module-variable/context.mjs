import { randomBytes, randomUUID } from 'node:crypto';

/** What belongs to the request that is being worked on, wherever the code is; empty outside of requests. */
let current;
export const context = {
  run(store, callback) {
    current = store;
    return callback();
  },
  getStore: () => current,
};

/** The beginning of a request: an id, and a place of its own in the caller's trace, or in a new one. */
export function newContext(headers) {
  const given = headers['x-request-id'] ?? '';
  const [, traceId] = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(headers.traceparent ?? '') ?? [];
  return {
    requestId: /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID(),
    traceId: traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
  };
}

/** The headers with which the trail goes on to the next service. */
export function headersForNext() {
  const { requestId, traceId, spanId } = context.getStore() ?? newContext({});
  return { 'X-Request-Id': requestId, traceparent: `00-${traceId}-${spanId}-01` };
}
