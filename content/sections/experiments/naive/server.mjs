import express from 'express';

const app = express();
const shows = new Map([[1, { title: 'The Tempest', seats: 40 }]]);

app.get('/shows/:id', (req, res) => {
  res.json({ title: shows.get(Number(req.params.id)).title });
});
app.get('/sales', async () => {
  throw new Error('connect postgres://shop:hunter2@db:5432 refused');
});

app.listen(process.env.PORT ?? 3000);
