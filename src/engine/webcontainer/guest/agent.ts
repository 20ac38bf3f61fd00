/**
 * The resident program of a container: it starts the engine's programs, keeps their two streams apart, passes signals
 * on and sends requests, all told over its own stdin and stdout (`protocol.ts`). `scripts/pack-engine.mjs` makes one
 * file of it; it runs on the container's Node, in the folder above the programs'.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { type FromGuest, LineReader, lineFromMessage, marks, type ToGuest } from '../protocol.ts';
import { Programs } from './programs.ts';
import { Requests } from './requests.ts';

/** The folder of programs, below the agent's. */
const appFolder = 'app';

function send(message: FromGuest): void {
  process.stdout.write(lineFromMessage(marks.fromGuest, message));
}

async function keepsContext(): Promise<boolean> {
  const storage = new AsyncLocalStorage<true>();
  return storage.run(true, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return storage.getStore() === true;
  });
}

const programs = new Programs(join(process.cwd(), appFolder), send);
const requests = new Requests(send);

function quit(): void {
  programs.killAll();
  process.exit(0);
}

function receive(message: ToGuest): void {
  switch (message.type) {
    case 'spawn':
      programs.spawn(message);
      break;
    case 'stdin':
      programs.write(message.pid, message.data);
      break;
    case 'kill':
      programs.kill(message.pid, message.signal as NodeJS.Signals);
      break;
    case 'credit':
      programs.credit(message.pid, message.bytes);
      break;
    case 'request':
      requests.send(message);
      break;
    case 'body':
      requests.write(message.id, message.data);
      break;
    case 'hang-up':
      requests.hangUp(message.id);
      break;
    case 'ping':
      send({ type: 'pong' });
      break;
    case 'quit':
      quit();
  }
}

const reader = new LineReader<ToGuest>(marks.toGuest, receive);
// A terminal would send what is written to it back, and change the line ends.
if (process.stdin.isTTY) process.stdin.setRawMode?.(true);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece) => reader.add(String(piece)));
process.stdin.on('end', quit);
// Its own end is told by its exit; the programs' ends are not its own.
process.on('SIGTERM', quit);

void keepsContext().then((keeps) => {
  send({ type: 'hello', node: process.versions.node, keepsContext: keeps });
});
