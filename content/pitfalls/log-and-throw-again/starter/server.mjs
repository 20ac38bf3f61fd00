import express from 'express';

const app = express();
async function readRooms() {
  try {
    throw new Error('calendar is locked');
  } catch (err) {
    console.error(err);
    throw new Error('no rooms today');
  }
}

app.get('/rooms', async (req, res) => res.json(await readRooms()));

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  console.error(err);
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
