import express from 'express';
import { captureException } from './tracker.mjs';

const app = express();

app.get('/orders/:id', (req) => {
  throw new Error(`order ${req.params.id} failed`);
});

app.get('/carts/:id', (req) => {
  throw new Error(`cart ${req.params.id} of visitor ${Math.ceil(Math.random() * 1e6)} is empty`);
});

// The same words as above, and another bug.
app.get('/refunds/:id', (req) => {
  throw new Error(`order ${req.params.id} failed`);
});

app.use((err, req, res, next) => {
  captureException(err, { req });
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
