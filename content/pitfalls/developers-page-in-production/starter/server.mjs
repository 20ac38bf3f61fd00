import express from 'express';

const app = express();
app.get('/rooms', async () => {
  throw new Error('calendar is locked');
});

app.listen(process.env.PORT ?? 3000);
