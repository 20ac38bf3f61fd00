import express from 'express';

const app = express();
app.use((req, res, next) => {
  const timer = setTimeout(() => {
    if (res.headersSent) return;
    console.error(`${req.method} ${req.url} gave no answer in 300 ms`);
    res.set('Retry-After', '5').status(503).json({ error: 'this takes too long at the moment' });
  }, 300);
  res.once('close', () => clearTimeout(timer));
  next();
});
app.get('/tickets', (req, res) => {
  // Neither answers nor fails.
});
app.listen(process.env.PORT ?? 3000);
