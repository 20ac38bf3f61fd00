import express from 'express';

const app = express();

async function thrice(call) {
  for (let tried = 1; ; tried++) {
    try {
      return await call();
    } catch (error) {
      if (tried === 3) throw error;
    }
  }
}

// Three careful layers, each of which tries three times: the page, the client library, the network layer.
const network = () => thrice(() => fetch(`${process.env.SUPPLIERS_URL}/reviews/1`));
const client = () => thrice(network);

app.get('/products/1', async (req, res) => {
  try {
    await thrice(client);
  } catch {
    res.status(503).json({ error: 'No reviews' });
  }
});

app.listen(process.env.PORT ?? 3000);
