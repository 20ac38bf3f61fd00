import { Router } from 'express';

export const orders = Router();

orders.get('/:id', async (req) => {
  if (req.params.id === '404') throw Object.assign(new Error('no such order'), { status: 404 });
  throw new Error('order store is down', { cause: new Error('no connection is free', { cause: new Error('connect ECONNREFUSED') }) });
});
