import express from 'express';

const app = express();
app.use(express.json());

app.get('/report', (req, res) => {
  throw new Error('the database refused the connection');
});

app.use((req, res) => {
  res.status(404).json({ error: 'There is no such page.' });
});

app.listen(process.env.PORT);
