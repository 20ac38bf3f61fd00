import type { Engine, EngineProcess } from '../engine/engine.ts';

/** Small programs that the checks run beside the server, in the same engine. */

const folder = '.safety-net';

const holdOpen = `
import { connect } from 'node:net';
const { hostname, port } = new URL(process.env.SAFETY_NET_TARGET);
const socket = connect(Number(port), hostname, () => {
  socket.write(process.env.SAFETY_NET_TEXT, () => console.log('open'));
});
socket.on('error', () => {}).on('close', () => process.exit()).resume();
`;

const takePort = `
import { createServer } from 'node:net';
createServer((socket) => socket.destroy()).listen(process.env.PORT, () => console.log('taken'));
`;

/** Opens a connection, sends `text` and keeps it open until the process is killed or the server closes it. */
export function holdConnectionOpen(engine: Engine, port: number, text: string): Promise<EngineProcess> {
  const env = { SAFETY_NET_TARGET: `http://localhost:${port}`, SAFETY_NET_TEXT: text };
  return startAndHear(engine, 'hold-open.mjs', holdOpen, env);
}

/** Listens on `port` until the process is killed. */
export function takeThePort(engine: Engine, port: number): Promise<EngineProcess> {
  return startAndHear(engine, 'take-port.mjs', takePort, { PORT: String(port) });
}

/** Ends a process and waits for its end. */
export async function end(process: EngineProcess): Promise<void> {
  process.kill('SIGKILL');
  await process.exit;
}

/** Starts a program and waits for the first it says, or for its end. */
async function startAndHear(
  engine: Engine,
  name: string,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<EngineProcess> {
  const file = `${folder}/${name}`;
  await engine.writeFile(file, program);
  const process = await engine.spawn('node', [file], { env });
  const reader = process.output.getReader();
  await reader.read();
  void drain(reader);
  await engine.rm(folder);
  return process;
}

async function drain(reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
  while (!(await reader.read()).done);
}
