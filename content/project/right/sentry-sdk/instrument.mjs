import * as Sentry from '@sentry/node';
import { withoutSecrets } from './secrets.mjs';

const clean = (_key, value) => (typeof value === 'string' ? withoutSecrets(value) : value);

Sentry.init({
  dsn: process.env.DSN,
  release: process.env.RELEASE,
  dataCollection: { userInfo: false, httpBodies: [], httpHeaders: false, cookies: false, urlQueryParams: false },
  beforeSend: (event) => JSON.parse(JSON.stringify(event), clean),
});
