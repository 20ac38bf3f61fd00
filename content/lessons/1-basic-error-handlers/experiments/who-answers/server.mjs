import express from 'express';

const app = express();

app.get('/hello', (req, res) => {
  res.json({ hello: 'reader' });
});

app.get('/boom', () => {
  throw new Error('the till is stuck');
});

app.use((err, req, res, next) => {
  console.error('the handler ran:', err.message);
  res.status(500).json({ error: { code: 'internal', message: 'Something went wrong on our side' } });
});

app.listen(process.env.PORT ?? 3000);
