import express from 'express';

const app = express();

app.get('/books/:id', async (req, res) => {
  let reviews = [];
  try {
    reviews = await fetchReviews();
  } catch (err) {
    console.warn('reviews are left out:', err.message);
  }
  res.json({ title: 'Pnin', reviews });
});

app.use((err, req, res, next) => {
  res.status(500).json({ error: 'Something failed on our side.' });
});

async function fetchReviews() {
  await new Promise((resolve) => setTimeout(resolve, 40));
  throw new Error('the review service does not answer');
}

app.listen(process.env.PORT);
