import express from 'express';

const app = express();
async function save() {
  throw new Error('calendar is locked');
}

app.post('/rooms', async (req, res) => {
  await save();
  res.status(201).json({ booked: true });
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
