import express from 'express';

const app = express();
app.get('/films/:id', async (req, res) => {
  let recs = [];
  let degraded = false;
  try {
    const response = await fetch(`${process.env.RECS_URL}/recs/${req.params.id}`, {
      signal: AbortSignal.timeout(300),
    });
    if (!response.ok) throw new Error(`recommendations answered ${response.status}`);
    recs = await response.json();
  } catch (err) {
    degraded = true;
    console.warn('WARN without recommendations:', err.message);
  }
  res.json({ film: req.params.id, recs, degraded });
});

app.listen(process.env.PORT ?? 3000);
