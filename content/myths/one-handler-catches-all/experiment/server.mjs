import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import express from 'express';
import { ways } from './ways.mjs';

/** Lets one server fail in one way, and says what the handler, the visitor and the process got of it. */
async function tryWay(name, index) {
  const env = { ...process.env, WAY: String(index), NODE_ENV: 'production' };
  const child = fork('./app.mjs', [], { env, silent: true });
  let caught = false;
  const ready = Promise.withResolvers();
  const lives = Promise.withResolvers();
  child.on('message', (message) => {
    if (message.caught) caught = true;
    else if (message.lives) lives.resolve('lives');
    else ready.resolve(message.port);
  });
  child.on('error', () => {}); // It may be gone before it is asked.
  const ended = once(child, 'exit').then(([code, signal]) => `ended (${code ?? signal})`);
  const port = await ready.promise;
  const visitor = await (name.includes('no HTTP') ? sendNonsense(port) : ask(port));
  if (child.connected) child.send('still there?', () => {});
  const fate = await Promise.race([ended, lives.promise]);
  child.kill('SIGKILL');
  await ended;
  return { way: name, handler: caught ? 'caught' : '–', visitor, process: fate };
}

async function ask(port) {
  try {
    const response = await fetch(`http://localhost:${port}/x`, { signal: AbortSignal.timeout(20_000) });
    return `${response.status}${response.ok ? ` ${await response.text()}` : ''}`;
  } catch (err) {
    return err.name === 'TimeoutError' ? 'no answer' : 'connection cut';
  }
}

function sendNonsense(port) {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => socket.write('HELLO\r\n\r\n'));
    socket.once('data', (data) => {
      resolve(String(data).split(' ')[1]);
      socket.destroy();
    });
    socket.once('error', () => resolve('connection cut'));
  });
}

const app = express();
app.get('/table', async (req, res) => {
  const rows = [];
  // Some at once: each is a process of its own.
  const queue = ways.map(([name], index) => async () => {
    rows[index] = await tryWay(name, index);
  });
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) await next();
    }),
  );
  const count = (key, test) => rows.filter((row) => test(row[key])).length;
  rows.push({
    way: `${ways.length} ways`,
    handler: `caught ${count('handler', (text) => text === 'caught')}`,
    visitor: '',
    process: `ended ${count('process', (text) => text !== 'lives')}`,
  });
  res.json(rows);
});
app.listen(process.env.PORT ?? 3000);
