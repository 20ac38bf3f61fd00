import express from 'express';

const app = express();
const suppliers = process.env.SUPPLIERS_URL;
const patience = 2000; // milliseconds for one call to the reviews

const atOnce = 5;
const share = 0.1; // of the calls of the last ten seconds may be retries
const span = 10_000;
const least = 100; // a call that has less time than this is not begun

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

let underway = 0;
let history = [];

const mayTryAgain = () => {
  history = history.filter(({ at }) => at > Date.now() - span);
  const retries = history.filter(({ retry }) => retry).length;
  return retries + 1 <= Math.max(1, share * history.length);
};

async function once(id, deadline, retry) {
  const left = Math.min(patience, deadline - Date.now());
  if (left < least) throw new SupplierError('not enough time left');
  if (underway >= atOnce) throw new SupplierError('too many calls underway');
  history.push({ at: Date.now(), retry });
  underway++;
  try {
    return await call(`/reviews/${id}`, left);
  } finally {
    underway--;
  }
}

/** The reviews by the deadline: one call, and perhaps a second one after a random pause. */
async function reviewsOf(id, deadline) {
  try {
    return await once(id, deadline, false);
  } catch (error) {
    if (!(error instanceof SupplierError) || error.cause === undefined || !mayTryAgain()) throw error;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
    return once(id, deadline, true);
  }
}

app.get('/products/:id', async (req, res) => {
  const given = Number(req.get('X-Deadline-Ms') ?? Number.NaN);
  const deadline = Date.now() + (given >= 0 ? given : patience);
  let reviews = [];
  let degraded = false;
  try {
    reviews = await reviewsOf(req.params.id, deadline);
  } catch (error) {
    if (!(error instanceof SupplierError)) throw error;
    console.warn(`degraded: no reviews for ${req.params.id}: ${error.message}`);
    degraded = true;
  }
  res.json({ id: req.params.id, reviews, degraded });
});

app.listen(process.env.PORT ?? 3000);
