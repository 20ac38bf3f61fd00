import express from 'express';

const app = express();

app.use((err, req, res, next) => {
  res.status(500).json({ handler: 'above' });
});

app.get('/boom', () => {
  throw new Error('the till is stuck');
});

app.use((err, req, res, next) => {
  res.status(500).json({ handler: 'below' });
});

app.listen(process.env.PORT ?? 3000);
