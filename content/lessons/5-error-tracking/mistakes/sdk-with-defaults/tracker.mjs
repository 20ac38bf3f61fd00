import * as Sentry from '@sentry/node';

Sentry.init({ dsn: process.env.DSN, release: process.env.RELEASE, environment: process.env.NODE_ENV });
