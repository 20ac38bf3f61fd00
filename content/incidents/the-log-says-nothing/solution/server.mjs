import express from 'express';
import pino from 'pino';

const app = express();
app.use(express.json());
const log = pino();

async function loadCart(id) {
  try {
    throw new Error('connect ECONNREFUSED 10.0.0.7:6379');
  } catch (cause) {
    throw new Error(`cart ${id} cannot be loaded`, { cause });
  }
}

app.get('/', (req, res) => res.json({ ok: true }));
app.get('/carts/:id', async (req, res) => res.json(await loadCart(req.params.id)));

app.use((err, req, res, next) => {
  log.error({ err, method: req.method, path: req.path }, 'request failed');
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
