import express from 'express';

const app = express();
const suppliers = process.env.SUPPLIERS_URL;
const patience = 2000; // milliseconds for one call to the reviews

class SupplierError extends Error {}

async function call(path, limit) {
  try {
    const response = await fetch(suppliers + path, { signal: AbortSignal.timeout(limit) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.json();
  } catch (cause) {
    throw new SupplierError(`${path} gave no answer`, { cause });
  }
}

app.get('/products/:id', async (req, res) => {
  let reviews = [];
  let degraded = false;
  try {
    reviews = await call(`/reviews/${req.params.id}`, patience);
  } catch (error) {
    if (!(error instanceof SupplierError)) throw error;
    console.warn(`degraded: no reviews for ${req.params.id}: ${error.message}`);
    degraded = true;
  }
  res.json({ id: req.params.id, reviews, degraded });
});

app.listen(process.env.PORT ?? 3000);
