import express from 'express';

const app = express();
app.use(express.json());

app.get('/report', async (req, res) => {
  const sales = await readSales();
  res.json(sales);
});

app.use((err, req, res, next) => {
  console.error(err);
  res.status(500).json({ error: 'Something failed on our side.' });
});

async function readSales() {
  await new Promise((resolve) => setTimeout(resolve, 40));
  throw new Error('the database refused the connection');
}

app.listen(process.env.PORT);
