import { context } from './context.mjs';

export function log(level, msg, extra) {
  const { requestId, traceId, userId } = context.getStore() ?? {};
  console.log(JSON.stringify({ time: new Date().toISOString(), level, msg, requestId, traceId, userId, ...extra }));
}
