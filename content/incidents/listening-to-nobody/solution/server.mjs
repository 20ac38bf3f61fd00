import express from 'express';

const app = express();
app.get('/version', (req, res) => res.json({ version: 2 }));

const port = process.env.PORT ?? 3000;
app.listen(port, (err) => {
  if (err) {
    console.error(`cannot listen on ${port}:`, err.code);
    process.exit(1);
  }
  console.log(`listening on ${port}`);
});
