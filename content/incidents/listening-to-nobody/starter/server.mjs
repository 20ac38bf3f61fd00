import express from 'express';

const app = express();
app.get('/version', (req, res) => res.json({ version: 2 }));

const port = process.env.PORT ?? 3000;
app.listen(port, () => console.log(`listening on ${port}`));
