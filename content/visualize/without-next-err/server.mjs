import { readFile } from 'node:fs';
import express from 'express';

const app = express();

app.get('/terms', (req, res, next) => {
  readFile('terms.txt', 'utf8', (err, text) => {
    if (err) return;
    res.send(text);
  });
});

app.use((err, req, res, next) => {
  console.error(err);
  res.status(500).json({ error: 'Something failed on our side.' });
});

app.listen(process.env.PORT);
