import express from 'express';

const app = express();

app.get('/books/:id', async (req, res) => {
  const id = Number(req.params.id);
  const book = await load(id);
  res.json(book);
});

app.use((err, req, res, next) => {
  res.status(500).json({ error: 'Something failed on our side.' });
});

async function load(id) {
  await new Promise((resolve) => setTimeout(resolve, 40 * id));
  if (id === 2) throw new Error('the database refused the connection');
  return { id, title: 'Pnin' };
}

app.listen(process.env.PORT);
