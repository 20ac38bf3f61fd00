import express from 'express';

const app = express();
async function readStock() {
  try {
    throw new Error('stock database refused');
  } catch (cause) {
    throw new Error('the stock cannot be read', { cause });
  }
}

app.get('/stock', async (req, res) => res.json(await readStock()));

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
