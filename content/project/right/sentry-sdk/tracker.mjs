import * as Sentry from '@sentry/node';

/** The SDK has seen most errors where they were thrown, and sends none twice. */
export function report(err, level = 'error') {
  Sentry.captureException(err, { level });
}

export const flush = (ms) => Sentry.flush(ms);
