import express from 'express';

const app = express();
app.use(express.json());

app.get('/books/:id', (req, res) => {
  const book = undefined;
  res.json({ title: book.title });
});

app.use((req, res) => {
  res.status(404).json({ error: 'There is no such page.' });
});

app.use((err, req, res, next) => {
  console.error(err);
  res.status(500).json({ error: 'Something failed on our side.' });
});

app.listen(process.env.PORT);
