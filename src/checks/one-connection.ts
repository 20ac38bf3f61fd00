import type { Engine } from '../engine/engine.ts';
import type { HttpRequest } from '../http/message.ts';
import { bytesFromText } from '../http/message.ts';
import type { Exchange } from './exchange.ts';

/**
 * A client that keeps its connection, for the engine to run: `Engine.request` opens a fresh one each time, as most clients
 * do, but servers that answer well once may not answer well twice.
 */
const program = `
import http from 'node:http';
const { requests, timeout } = JSON.parse(process.env.SAFETY_NET_REQUESTS);
const { hostname, port } = new URL(process.env.SAFETY_NET_TARGET);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const sockets = [];
const send = ({ method, path, headers, body }) => new Promise((resolve) => {
  const started = performance.now();
  let connection = -1;
  const done = (result) => resolve({ connection, milliseconds: performance.now() - started, ...result });
  const bytes = body === undefined ? undefined : Buffer.from(body, 'base64');
  const list = [...headers, ['Host', 'localhost:' + port], ['Connection', 'keep-alive']];
  if (bytes) list.push(['Content-Length', String(bytes.length)]);
  const request = http.request({ hostname, port, agent, method, path, headers: list.flat() });
  request.on('socket', (socket) => {
    if (!sockets.includes(socket)) sockets.push(socket);
    connection = sockets.indexOf(socket);
  });
  request.setTimeout(timeout, () => { done({ failure: 'timeout' }); request.destroy(); });
  request.on('error', (error) => done({ failure: error.code?.startsWith('HPE_') ? 'HPE_INVALID' : error.code ?? 'ECONNRESET' }));
  request.on('response', (response) => {
    const firstByte = performance.now() - started;
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    const end = () => done({
      response: {
        status: response.statusCode, statusText: response.statusMessage, raw: response.rawHeaders,
        body: Buffer.concat(chunks).toString('base64'), complete: response.complete, firstByte,
      },
    });
    response.on('end', end).on('error', end);
  });
  request.end(bytes);
});
for (const request of requests) console.log(JSON.stringify(await send(request)));
agent.destroy();
`;

const file = '.safety-net/one-connection.mjs';

interface Line {
  readonly connection: number;
  readonly milliseconds: number;
  readonly failure?: Exchange['failure'];
  readonly response?: {
    readonly status: number;
    readonly statusText: string;
    readonly raw: readonly string[];
    readonly body: string;
    readonly complete: boolean;
    readonly firstByte: number;
  };
}

export interface OneConnection {
  readonly engine: Engine;
  readonly port: number;
  readonly requests: readonly HttpRequest[];
  /** Milliseconds until a request is given up. */
  readonly timeout: number;
  /** The time now, on the clock of the exchanges' `at`. */
  readonly at: () => number;
}

/** Sends requests one after the other over a connection that is kept as long as the server keeps it. */
export async function sendOverOneConnection({
  engine,
  port,
  requests,
  timeout,
  at,
}: OneConnection): Promise<Exchange[]> {
  await engine.writeFile(file, program);
  const plain = requests.map(({ method, path, headers, body }) => ({
    method,
    path,
    headers,
    ...(body === undefined ? {} : { body: toBase64(body) }),
  }));
  const client = await engine.spawn('node', [file], {
    env: {
      SAFETY_NET_TARGET: `http://localhost:${port}`,
      SAFETY_NET_REQUESTS: JSON.stringify({ requests: plain, timeout }),
    },
  });
  client.write(null);
  let text = '';
  const arrivals: number[] = [];
  const reader = client.output.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    if (read.value.stream !== 'stdout') continue;
    text += read.value.data;
    while (arrivals.length < text.split('\n').length - 1) arrivals.push(at());
  }
  await engine.rm('.safety-net');
  const lines = text.split('\n').filter((line) => line !== '');
  return requests.map((request, i) => {
    const line = lines[i];
    const arrived = arrivals[i] ?? at();
    return line === undefined
      ? { request, failure: 'skipped', at: arrived, milliseconds: 0, connection: 0 }
      : exchangeOf(request, JSON.parse(line) as Line, arrived);
  });
}

function exchangeOf(
  request: HttpRequest,
  { connection, milliseconds, failure, response }: Line,
  arrived: number,
): Exchange {
  const base = { request, connection, at: arrived - milliseconds, milliseconds };
  if (response === undefined) return { ...base, failure: failure ?? 'ECONNRESET' };
  const { raw, body, firstByte, ...rest } = response;
  const headers = raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ''] as const] : []));
  const timing = { firstByte, total: milliseconds };
  return { ...base, response: { ...rest, headers, body: fromBase64(body), timing } };
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  return binary === '' ? bytesFromText('') : Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
