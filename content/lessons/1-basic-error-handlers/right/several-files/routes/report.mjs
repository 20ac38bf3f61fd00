import { Router } from 'express';

export const report = Router().get('/', async (req, res) => {
  res.send(await readSales());
});

async function readSales() {
  throw new Error('connect postgres://shop:hunter2@db:5432 refused');
}
