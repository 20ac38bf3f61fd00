import express from 'express';

const app = express();
app.use(express.json());

app.get('/books/:id', (req, res) => {
  const id = Number(req.params.id);
  res.json({ id, title: 'Pnin' });
});

app.use((err, req, res, next) => {
  res.status(500).json({ error: 'Something failed on our side.' });
});

app.listen(process.env.PORT);
