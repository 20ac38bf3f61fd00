import express from 'express';

const app = express();

app.use((req, res) => {
  res.status(404).format({
    html: () => res.send('<h1>We have no such page</h1>'),
    'application/problem+json': () => res.json({ title: 'Not Found', status: 404 }),
  });
});

app.listen(process.env.PORT ?? 3000);
