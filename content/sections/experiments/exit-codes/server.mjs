import { fork } from 'node:child_process';
import { once } from 'node:events';
import express from 'express';
import { endings } from './endings.mjs';

const app = express();
app.get('/table', async (req, res) => {
  const rows = [];
  for (const what of Object.keys(endings)) {
    const child = fork('./ending.mjs', [what], { silent: true });
    child.on('message', () => child.kill('SIGTERM'));
    const [code, signal] = await once(child, 'exit');
    rows.push({ what, end: signal ?? `exit code ${code}` });
  }
  res.json(rows);
});
app.listen(process.env.PORT ?? 3000);
