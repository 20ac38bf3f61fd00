import express from 'express';
import pino from 'pino';

const log = pino({ base: null });
const app = express();

async function callBank() {
  try {
    throw new Error('connect ECONNREFUSED 10.0.0.9:443');
  } catch (err) {
    log.error({ err }, 'the bank does not answer');
    throw err;
  }
}

async function chargeCard() {
  try {
    await callBank();
  } catch (err) {
    log.error({ err }, 'could not charge the card');
    throw err;
  }
}

app.get('/payment', async (req, res) => {
  await chargeCard();
  res.end();
});

app.use((err, req, res, next) => {
  log.error({ err }, 'request failed');
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
