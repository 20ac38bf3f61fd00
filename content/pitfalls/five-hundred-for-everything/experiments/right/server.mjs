import express from 'express';

const app = express();
app.use(express.json());

app.get('/books/:id', (req) => {
  throw Object.assign(new Error('no such book'), { status: 404 });
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  const status = err.status >= 400 && err.status < 500 ? err.status : 500;
  if (status === 500) console.error(err);
  res.status(status).json({ error: status === 500 ? 'Something went wrong' : 'Please look at your request' });
});

app.listen(process.env.PORT ?? 3000);
