import { logger } from './logger.mjs';

// A thousand times the same failure is a thousand records.
export function recordFailure(err, request) {
  logger.error({ err, ...request }, 'request failed');
}
