import express from 'express';

const app = express();
app.use(express.json());

app.get('/', (req, res) => {
  res.json({ hello: 'world' });
});

// Make something fail here, and see where it lands.

app.listen(process.env.PORT ?? 3000, () => console.log('listening'));
