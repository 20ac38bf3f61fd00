import express from 'express';
import { crash } from './routes/crash.mjs';
import { orders } from './routes/orders.mjs';
import { pay } from './routes/pay.mjs';
import { createTracker } from './tracking/tracker.mjs';

const tracker = createTracker(process.env);
const app = express();
app.use(express.json());
app.use('/orders', orders);
app.use('/pay', pay);
app.use('/crash', crash);
app.use(tracker.errors());
app.use((err, req, res, next) => {
  const { status = 500 } = err;
  if (status >= 500) console.error(JSON.stringify({ level: 'error', path: req.path, stack: err.stack }));
  res.status(status).json({ error: status < 500 ? err.message : 'Something went wrong' });
});

tracker.watch(process);
app.listen(process.env.PORT ?? 3000);
