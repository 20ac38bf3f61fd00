import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

export const current = new AsyncLocalStorage();

export function newId(given) {
  return /^[\w.-]{1,64}$/.test(given ?? '') ? given : randomUUID();
}

export function log(level, msg, extra) {
  console.log(JSON.stringify({ level, msg, correlation: current.getStore()?.correlation, ...extra }));
}
