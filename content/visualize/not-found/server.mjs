import express from 'express';

const app = express();
app.use(express.json());

app.get('/books', (req, res) => {
  res.json([]);
});

app.use((err, req, res, next) => {
  res.status(500).json({ error: 'Something failed on our side.' });
});

app.listen(process.env.PORT);
