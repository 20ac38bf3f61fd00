import express from 'express';

const app = express();
app.get('/rooms', async () => {
  throw new Error('calendar is locked');
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
