import express from 'express';

const app = express();
app.get('/stock', () => {
  throw new Error('stock database refused');
});

app.listen(process.env.PORT ?? 3000);
