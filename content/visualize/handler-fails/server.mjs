import express from 'express';

const app = express();

app.get('/report', (req, res) => {
  throw new Error('the database refused the connection');
});

app.use((err, req, res, next) => {
  res.status(err.response.status).json({ error: err.message });
});

app.listen(process.env.PORT);
