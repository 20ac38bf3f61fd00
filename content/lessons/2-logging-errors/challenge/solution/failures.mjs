import { logger } from './logger.mjs';

const most = 20;
const windowLength = Number(process.env.WINDOW_MS);

/** By class and message: how often this failure has happened since its window was opened. */
const open = new Map();

export function recordFailure(err, request) {
  const key = `${err.name}: ${err.message}`;
  const failure = { 'exception.type': err.name, 'exception.message': err.message };
  const count = (open.get(key) ?? 0) + 1;
  open.set(key, count);
  if (count === 1) setTimeout(() => close(key, failure), windowLength);
  if (count <= most) {
    logger.error({ ...failure, 'exception.stacktrace': err.stack, ...request }, 'request failed');
  }
}

function close(key, failure) {
  const repeats = open.get(key) - most;
  open.delete(key);
  if (repeats > 0) logger.warn({ ...failure, repeats }, 'the same failure, again and again');
}
