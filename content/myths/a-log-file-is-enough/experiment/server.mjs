import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import express from 'express';

const port = Number(process.env.PORT ?? 3000);
let collected = [];

async function start(name) {
  const env = { ...process.env, NAME: name, COLLECTOR: `http://localhost:${port}/collect` };
  const child = fork('./instance.mjs', [], { env });
  const [message] = await once(child, 'message');
  return { name, child, order: () => fetch(`http://localhost:${message.port}/order`) };
}

async function stop({ child }) {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function count(name) {
  const path = `${name}/error.log`;
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0;
}

const app = express();
app.use(express.text({ type: '*/*' }));
app.post('/collect', (req, res) => {
  collected.push(req.body);
  res.status(204).end();
});

app.get('/table', async (req, res) => {
  collected = [];
  for (const name of ['A', 'B']) rmSync(name, { recursive: true, force: true });
  const rows = [];
  const note = (moment, answered) =>
    rows.push({ moment, answered, a: count('A'), b: count('B'), collector: collected.length });

  let a = await start('A');
  const b = await start('B');
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push((await (i % 2 ? b : a).order()).status);
  note('six failed orders, shared out by a balancer', answers.join(' '));

  await stop(a);
  rmSync('A', { recursive: true, force: true }); // A new container has a new disk.
  a = await start('A');
  note('A has been deployed again', '');

  rmSync('A', { recursive: true, force: true });
  mkdirSync('A/error.log', { recursive: true }); // Whatever the reason: the file cannot be written.
  const { status } = await a.order();
  rmSync('A', { recursive: true, force: true });
  note('A cannot write its file; one more order fails', status);

  await stop(a);
  await stop(b);
  res.json(rows);
});
app.listen(port);
