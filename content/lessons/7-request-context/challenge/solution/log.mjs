import { AsyncLocalStorage } from 'node:async_hooks';

export const context = new AsyncLocalStorage();

export function log(level, msg, extra) {
  const requestId = context.getStore()?.requestId;
  console.log(JSON.stringify({ time: new Date().toISOString(), level, msg, requestId, ...extra }));
}
