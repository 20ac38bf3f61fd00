import { fork } from 'node:child_process';
import { once } from 'node:events';
import express from 'express';

async function ask(port, path) {
  const answer = await fetch(`http://localhost:${port}${path}`);
  const secret = (await answer.text()).includes('hunter2') ? ', and the password' : '';
  return `${answer.status}${secret}`;
}

/** Starts one framework in a process of its own; asks for both failures; looks at what it printed. */
async function tryOne(framework) {
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = fork('./one.mjs', [framework], { env, silent: true });
  let printed = '';
  child.stderr.on('data', (data) => {
    printed += data;
  });
  const [{ port }] = await once(child, 'message');
  const bug = await ask(port, '/bug');
  const input = await ask(port, '/input');
  const closed = once(child, 'close');
  child.kill();
  await closed;
  const logged = [
    ...(printed.includes('hunter2') ? ['the bug'] : []),
    ...(printed.includes('in the past') ? ['the bad date'] : []),
  ];
  return { framework, bug, input, logged: logged.join(' and ') || 'nothing' };
}

const app = express();
app.get('/table', async (req, res) => {
  const rows = [];
  for (const framework of ['Express', 'Fastify', 'Koa', 'Hono']) rows.push(await tryOne(framework));
  res.json(rows);
});
app.listen(process.env.PORT ?? 3000);
