import { readFile } from 'node:fs';
import express from 'express';
import { ways } from './ways.mjs';

// One way to fail, and below it one perfect error handler.
const [, prepare] = ways[Number(process.env.WAY)];
const app = express();
prepare(app);
app.use((err, req, res, next) => {
  process.send({ caught: true });
  if (res.headersSent) return next(err);
  res.status(500).json({ error: { code: 'internal' } });
});

// “Are you still there?” is answered only after everything that was set off before has had its turn.
process.on('message', () => {
  setTimeout(() => readFile('/nowhere', () => setTimeout(() => process.send({ lives: true }), 50)), 600);
});
const server = app.listen(0, () => process.send({ port: server.address().port }));
