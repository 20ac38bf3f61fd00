import { AsyncLocalStorage } from 'node:async_hooks';
import express from 'express';

const context = new AsyncLocalStorage();

process.on('uncaughtException', (err, origin) => {
  console.error(JSON.stringify({ level: 'fatal', origin, request: context.getStore()?.id, message: err.message }));
  process.exit(1);
});

const app = express();
app.use((req, res, next) => {
  context.run({ id: req.get('X-Request-Id') }, next);
});
app.get('/fine', (req, res) => res.send('fine'));
app.get('/receipt', (req, res) => {
  res.send('it comes by mail');
  setTimeout(() => {
    throw new Error('the printer is gone');
  }, 200);
});
app.listen(process.env.PORT ?? 3000);
