import express from 'express';

const app = express();
app.use(express.json());

app.post('/rooms', (req, res) => {
  if (!req.body?.name) throw Object.assign(new Error('name is missing'), { status: 400 });
  res.status(201).json({ name: req.body.name });
});

app.get('/rooms', async () => {
  throw new Error('calendar is locked');
});

app.get('/guests', async () => {
  throw Object.assign(new Error('the guests’ calendar is locked'), { status: 503 });
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
