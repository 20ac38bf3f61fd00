import * as Sentry from '@sentry/node';

const scrub = (text) => text?.replace(/\d{13,19}/g, '[number]');

Sentry.init({
  dsn: process.env.DSN,
  release: process.env.RELEASE,
  environment: process.env.NODE_ENV,
  // By default bodies, headers and query strings are sent along.
  dataCollection: { httpBodies: [], httpHeaders: false, cookies: false, userInfo: false, urlQueryParams: false },
  integrations: [Sentry.onUnhandledRejectionIntegration({ mode: 'strict' })],
  beforeSend(event) {
    for (const each of event.exception?.values ?? []) each.value = scrub(each.value);
    return event;
  },
});
