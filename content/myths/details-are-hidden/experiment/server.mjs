import express from 'express';

const values = [undefined, 'development', 'staging', 'prod', 'Production', 'test', 'production'];

/** Starts a fresh app under one value of NODE_ENV, lets a route throw, and looks from outside. */
async function tryValue(value) {
  if (value === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = value;
  const app = express(); // NODE_ENV is read here, once.
  app.get('/report', () => {
    throw new Error('connect failed: password=hunter2');
  });

  const printed = [];
  const { error } = console;
  console.error = (...args) => printed.push(args.join(' '));
  const server = app.listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const response = await fetch(`http://localhost:${server.address().port}/report`);
  const body = await response.text();
  await new Promise((resolve) => server.close(resolve));
  // Express prints a turn after it has answered.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  console.error = error;

  return {
    value: value ?? '(not set)',
    visitor: body.includes('hunter2') ? 'the stack, with the password' : 'Internal Server Error',
    log: printed.some((line) => line.includes('hunter2')) ? 'the stack' : 'nothing',
  };
}

const app = express();
app.get('/table', async (req, res) => {
  const rows = [];
  for (const value of values) rows.push(await tryValue(value));
  res.json(rows);
});
app.listen(process.env.PORT ?? 3000);
