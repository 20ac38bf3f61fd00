import express from 'express';

const app = express();
app.use(express.json());

app.get('/books/:id', (req) => {
  throw Object.assign(new Error('no such book'), { status: 404 });
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
