import express from 'express';
import pino from 'pino';

Error.stackTraceLimit = 1; // short enough to read

const log = pino({ base: null });
const app = express();

function failure() {
  const cause = new Error('connect ECONNREFUSED 10.0.0.9:443');
  return new Error('could not charge the card', { cause });
}

app.get('/glued', (req, res) => {
  log.error('payment failed: ' + failure());
  res.end();
});

app.get('/second', (req, res) => {
  log.error('payment failed', failure());
  res.end();
});

app.get('/other-key', (req, res) => {
  log.error({ error: failure() }, 'payment failed');
  res.end();
});

app.get('/first', (req, res) => {
  log.error({ err: failure() }, 'payment failed');
  res.end();
});

app.listen(process.env.PORT ?? 3000);
