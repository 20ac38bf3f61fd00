import { AsyncLocalStorage } from 'node:async_hooks';

export const als = new AsyncLocalStorage();
export const log = (level, msg, extra) => {
  process.stdout.write(`${JSON.stringify({ level: level === 'error' ? 50 : 30, id: als.getStore()?.id, msg, ...extra })}\n`);
};
