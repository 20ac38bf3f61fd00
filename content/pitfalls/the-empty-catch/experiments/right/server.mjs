import express from 'express';

const app = express();
async function newsletter() {
  throw new Error('mail server refused');
}

app.post('/signup', async (req, res) => {
  await newsletter();
  res.status(201).json({ subscribed: true });
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
