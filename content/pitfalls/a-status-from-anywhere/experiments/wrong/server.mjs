import express from 'express';

const app = express();
async function supplier() {
  throw Object.assign(new Error('supplier: token expired'), { status: 401 });
}

app.get('/prices', async (req, res) => res.json(await supplier()));

app.use((err, req, res, next) => {
  console.error(err);
  res.status(err.status ?? err.code ?? 500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
