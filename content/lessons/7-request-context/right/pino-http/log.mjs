import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';

export const requests = new AsyncLocalStorage();

export const logger = pino({
  mixin() {
    const { id, user } = requests.getStore() ?? {};
    return { rid: id, user };
  },
});
