import express from 'express';
import pino from 'pino';

const log = pino({ base: null, redact: ['*.password'] });
const app = express();

app.get('/sign-in', (req, res) => {
  const password = 'swordfish';
  log.info({ user: { password } }, 'one level down');
  log.info({ password }, 'at the top');
  log.info({ form: { user: { password } } }, 'two levels down');
  log.info(`signed in with ${password}`);
  res.end();
});

app.listen(process.env.PORT ?? 3000);
