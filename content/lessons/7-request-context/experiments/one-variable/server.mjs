import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';

const app = express();
let current; // of whom?
const context = new AsyncLocalStorage();

app.use((req, res, next) => {
  current = req.query.name;
  context.run({ name: req.query.name }, next);
});

app.get('/cart', async (req, res) => {
  await pause(req.query.name === 'ada' ? 300 : 100);
  console.log(`cart of ${req.query.name}: the variable says ${current}, the storage says ${context.getStore().name}`);
  res.json({ variable: current, storage: context.getStore().name });
});

app.listen(process.env.PORT ?? 3000);
