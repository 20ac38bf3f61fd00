import express from 'express';

const app = express();
async function readStock() {
  try {
    throw new Error('stock database refused');
  } catch (err) {
    console.error('reading failed', err);
    throw err;
  }
}

app.get('/stock', async (req, res) => {
  try {
    res.json(await readStock());
  } catch (err) {
    console.error('route failed', err);
    throw err;
  }
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
