import { randomUUID } from 'node:crypto';
import express from 'express';

const app = express();
const shows = new Map([[1, { title: 'The Tempest', seats: 40 }]]);

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

app.get('/shows/:id', (req, res) => {
  const show = shows.get(Number(req.params.id));
  if (!show) throw new HttpError(404, 'There is no such show.');
  res.json({ title: show.title });
});
app.get('/sales', async () => {
  throw new Error('connect postgres://shop:hunter2@db:5432 refused');
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  if (err instanceof HttpError) return res.status(err.status).json({ error: err.message });
  const reference = randomUUID().slice(0, 8);
  const stack = err.stack.replace(/:[^:@/]+@/, ':…@');
  console.error(JSON.stringify({ level: 'error', reference, method: req.method, url: req.url, stack }));
  res.status(500).json({ error: 'Something is broken on our side. You were not charged.', reference });
});

app.listen(process.env.PORT ?? 3000);
