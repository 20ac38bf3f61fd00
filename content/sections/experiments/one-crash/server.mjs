import express from 'express';

const app = express();
app.get('/slow', (req, res) => {
  setTimeout(() => res.send('your tickets'), 1500);
});
app.get('/bug', (req, res) => {
  res.send('thank you');
  setTimeout(() => {
    throw new Error('a bug in somebody else’s request');
  }, 200);
});
app.use((err, req, res, next) => {
  // A good handler, which is never asked.
  console.error(err);
  res.status(500).send('Something is broken on our side.');
});
app.listen(process.env.PORT ?? 3000);
