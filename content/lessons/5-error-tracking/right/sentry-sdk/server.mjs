import './tracker.mjs'; // before express, or nothing is seen
import express from 'express';

const app = express();
app.use(express.json());

app.get('/orders/:id', (req) => {
  if (req.params.id === '404') throw Object.assign(new Error('no such order'), { status: 404 });
  throw new Error('order store is down', { cause: new Error('no connection is free', { cause: new Error('connect ECONNREFUSED') }) });
});

app.post('/pay', (req) => {
  throw new Error(`bank refused card ${req.body.card}`);
});

// A bug in the background; it stays as it is.
app.get('/crash', (req, res) => {
  if (req.query.how === 'promise') sendReceipt();
  else setTimeout(() => printReceipt(), 10);
  res.send('ok');
});

function printReceipt() {
  throw new Error('timer exploded');
}

async function sendReceipt() {
  throw new Error('promise forgotten');
}

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const status = err.status ?? 500;
  if (status >= 500) console.error(err);
  res.status(status).json({ error: status < 500 ? err.message : 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
