import { request as nodeRequest } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RequestOptions } from '../../../src/engine/engine.ts';
import { sendRequest } from '../../../src/engine/native/send-request.ts';
import {
  createRequest,
  type HttpRequest,
  type HttpResponse,
  textFromBytes,
} from '../../../src/http/message.ts';
import { requestBytes } from '../../../src/runtime/net/http/request-bytes.ts';
import { requestOverNetwork } from '../../../src/runtime/net/http-client.ts';
import type { Connection } from '../../../src/runtime/net/network-device.ts';
import type { WorkerNetwork } from '../../../src/runtime/net/worker-network.ts';
import { createSmallNetwork, type SmallNetwork } from './small-network.ts';

/** What a server does once the request is there: sends text, ends, closes or resets. */
type Step = string | { readonly call: 'end' | 'close' | 'reset' };

const PAGE = 0;
/** Long enough for a client on a real network to have read what was sent; it has no event for that. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

let network: SmallNetwork;
let page: WorkerNetwork;
let process: WorkerNetwork;
let received: string;
let events: string[];

beforeEach(() => {
  network = createSmallNetwork();
  page = network.addDevice(PAGE);
  process = network.addDevice(2);
  received = '';
  events = [];
});
afterEach(() => network.close());

function serve(steps: readonly Step[], address = '::'): void {
  process.listen(
    { address, port: 3000 },
    {
      onRefused() {},
      onConnection(connection: Connection) {
        connection.listener = {
          onData(bytes) {
            received += Buffer.from(bytes).toString('latin1');
            connection.acknowledge(bytes.length);
            if (received.includes('\r\n\r\n')) void act();
          },
          onEnd: () => void events.push('end'),
          onReset: () => void events.push('reset'),
          onAcknowledged() {},
        };
        const act = async () => {
          for (const step of steps) {
            await pause();
            if (typeof step === 'string') connection.write(new Uint8Array(Buffer.from(step, 'latin1')));
            else connection[step.call]();
          }
        };
      },
    },
  );
}

const ask = (request: HttpRequest, options?: RequestOptions) =>
  requestOverNetwork(page, 3000, request, options);
const get = createRequest({ path: '/orders' });

/** The same server in Node, asked by Node's own client. */
async function askNode(steps: readonly Step[], request: HttpRequest): Promise<unknown> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', async () => {
      for (const step of steps) {
        await pause();
        if (typeof step === 'string') socket.write(step, 'latin1');
        else if (step.call === 'end') socket.end();
        else if (step.call === 'close') socket.destroySoon();
        else socket.resetAndDestroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  const open = () =>
    new Promise<Socket>((resolve) => {
      const socket = connect({ port }, () => resolve(socket));
    });
  try {
    return await outcome(sendRequest(open, port, request, { stop: new AbortController().signal }));
  } finally {
    server.close();
  }
}

async function outcome(promise: Promise<HttpResponse>): Promise<unknown> {
  try {
    const { timing, body, ...rest } = await promise;
    expect(timing.total).toBeGreaterThanOrEqual(timing.firstByte);
    return { ...rest, text: textFromBytes(body) };
  } catch (error) {
    const { code, reason, message } = error as { code: string; reason: string; message: string };
    return { code, reason, message };
  }
}

const ok = 'HTTP/1.1 200 OK\r\n';
const cases: [name: string, steps: readonly Step[], method?: string][] = [
  ['a body of a stated length', [`${ok}Content-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello`]],
  ['a body in two pieces', [`${ok}Content-Length: 5\r\n\r\nhe`, 'llo']],
  [
    'chunks with a trailer',
    [`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n`, '3;x=y\r\nllo\r\n0\r\nT: 1\r\n\r\n'],
  ],
  ['a body up to the end of the connection', [`${ok}\r\nhel`, 'lo', { call: 'end' }]],
  ['no body at all', ['HTTP/1.1 204 No Content\r\n\r\n']],
  ['a status line without a reason', ['HTTP/1.1 299\r\nContent-Length: 0\r\n\r\n']],
  [
    'bytes above ASCII in header and reason',
    [`HTTP/1.1 200 Très bien\r\nX: é\r\nContent-Length: 2\r\n\r\n\xc3\xbc`],
  ],
  [
    'informational responses before the final one',
    [`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n`, `${ok}Content-Length: 2\r\n\r\nok`],
  ],
  ['a body announced but not sent after HEAD', [`${ok}Content-Length: 5\r\n\r\n`], 'HEAD'],
  ['a body announced with 304', ['HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n']],
  [
    'forty header lines',
    [`${ok}${Array.from({ length: 40 }, (_, i) => `H${i}: ${i}\r\n`).join('')}Content-Length: 0\r\n\r\n`],
  ],
  ['a stated length that is not reached', [`${ok}Content-Length: 10\r\n\r\nhello`, { call: 'end' }]],
  ['chunks that are cut', [`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`, { call: 'close' }]],
  ['a head that is cut', [ok, { call: 'end' }]],
  ['a connection that ends without a word', [{ call: 'end' }]],
  ['a connection that closes without a word', [{ call: 'close' }]],
  ['a connection that is reset without a word', [{ call: 'reset' }]],
  ['something that is not HTTP', ['SSH-2.0-OpenSSH\r\n']],
  ['a chunk size that is none', [`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n`]],
  ['more than its stated length', [`${ok}Content-Length: 2\r\n\r\nhello`]],
  ['a head that is too large', [`${ok}A: ${'b'.repeat(20_000)}\r\n\r\n`]],
];

describe('what comes back is what Node’s own client makes of it', () => {
  test.each(cases)('%s', async (_name, steps, method = 'GET') => {
    const request = createRequest({ path: '/orders', method });
    serve(steps);
    const own = await outcome(ask(request));
    const node = await askNode(steps, request);
    expect(own).toEqual(node);
  });
});

describe('the request on the wire', () => {
  async function wireOfNode(request: HttpRequest): Promise<string> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(3999, '127.0.0.1', resolve));
    return new Promise((resolve) => {
      server.on('connection', (socket) => {
        let text = '';
        socket.on('data', (data) => {
          text += data.toString('latin1');
        });
        setTimeout(() => {
          socket.destroy();
          server.close();
          resolve(text);
        }, 30);
      });
      const headers = Object.fromEntries(request.headers);
      const { method, path, body } = request;
      nodeRequest({ host: 'localhost', family: 4, port: 3999, agent: false, method, path, headers })
        .on('error', () => {})
        .end(body);
    });
  }

  test.each([
    createRequest({ path: '/' }),
    createRequest({ path: '/é?q=%20' }),
    createRequest({ method: 'POST', path: '/' }),
    createRequest({ method: 'POST', path: '/', body: 'hi' }),
    createRequest({
      method: 'PUT',
      path: '/',
      headers: { 'X-A': 'é', 'content-type': 'text/plain' },
      body: 'ü',
    }),
    createRequest({ method: 'DELETE', path: '/' }),
    createRequest({
      method: 'PATCH',
      path: '/',
      headers: { Connection: 'keep-alive', host: 'shop.example' },
      body: 'x',
    }),
    createRequest({ method: 'POST', path: '/', headers: { 'content-length': '2' }, body: 'hi' }),
    createRequest({ method: 'POST', path: '/', headers: { 'Transfer-Encoding': 'chunked' }, body: 'hello' }),
    createRequest({ method: 'HEAD', path: '/' }),
    createRequest({ method: 'OPTIONS', path: '*' }),
  ])('is that of Node’s client without an agent, case %#', async (request) => {
    const bytes = requestBytes(request, 3999);
    expect(Buffer.from(bytes ?? []).toString('latin1')).toBe(await wireOfNode(request));
  });

  test('a body of a `GET` has its length, which Node leaves out', () => {
    const bytes = requestBytes(createRequest({ path: '/', body: 'hi' }), 80);
    expect(Buffer.from(bytes ?? []).toString()).toContain('Content-Length: 2\r\n\r\nhi');
  });

  test('header lines that repeat stay as they are', () => {
    const headers = [
      ['Cookie', 'a=1'],
      ['cookie', 'b=2'],
    ] as const;
    const bytes = requestBytes(createRequest({ path: '/', headers }), 80);
    expect(Buffer.from(bytes ?? []).toString()).toContain(
      'Cookie: a=1\r\ncookie: b=2\r\nHost: localhost:80\r\n',
    );
  });

  test.each([
    createRequest({ path: '/a b' }),
    createRequest({ path: '/\n' }),
    createRequest({ path: '' }),
    createRequest({ method: 'G T', path: '/' }),
    createRequest({ path: '/', headers: { 'bad name': 'x' } }),
    createRequest({ path: '/', headers: { name: 'x\r\nInjected: y' } }),
    createRequest({ path: '/', headers: { name: '💣' } }),
  ])('is refused where it cannot be written, case %#', async (request) => {
    serve([ok]);
    await expect(ask(request)).rejects.toMatchObject({ code: 'ERR_ENGINE_REQUEST', reason: 'HPE_INVALID' });
    expect(received).toBe('');
  });
});

describe('ends that the client makes', () => {
  test('nobody listens', async () => {
    await expect(ask(get)).rejects.toMatchObject({
      code: 'ERR_ENGINE_REQUEST',
      reason: 'ECONNREFUSED',
      message: 'Nothing listens on port 3000: `GET /orders` was refused.',
    });
  });

  test('a server on ::1 alone is found', async () => {
    serve([`${ok}Content-Length: 2\r\n\r\nok`], '::1');
    expect((await ask(get)).status).toBe(200);
  });

  test('time is up: the server sees the end', async () => {
    serve([`${ok}Content-Length: 10\r\n\r\nhello`]);
    await expect(ask(get, { timeout: 40 })).rejects.toMatchObject({
      code: 'ERR_ENGINE_TIMEOUT',
      message: '`GET /orders` had no complete answer after 40 ms.',
    });
    await pause();
    expect(events).toEqual(['end']);
  });

  test('an abort rejects with its reason, and the server sees the end', async () => {
    serve([`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`]);
    const leaving = new AbortController();
    const asked = ask(get, { signal: leaving.signal, onData: () => leaving.abort(new Error('enough')) });
    await expect(asked).rejects.toThrow('enough');
    await pause();
    expect(events).toEqual(['end']);
  });

  test('a signal that is aborted already sends nothing', async () => {
    serve([ok]);
    await expect(ask(get, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    await pause();
    expect([received, events]).toEqual(['', []]);
  });

  test('an abort while the connection is being made sends nothing', async () => {
    serve([ok]);
    const leaving = new AbortController();
    const asked = ask(get, { signal: leaving.signal });
    leaving.abort(new Error('at once'));
    await expect(asked).rejects.toThrow('at once');
    await pause();
    expect(events.length).toBeLessThan(2);
  });

  test('an engine that stops ends its requests with its own reason', async () => {
    serve([ok]);
    const stopping = new AbortController();
    const asked = requestOverNetwork(page, 3000, get, { stop: stopping.signal });
    stopping.abort(new Error('the engine stopped'));
    await expect(asked).rejects.toThrow('the engine stopped');
    await expect(requestOverNetwork(page, 3000, get, { stop: stopping.signal })).rejects.toThrow(
      'the engine stopped',
    );
  });

  test('the pieces of the body come as they arrive, and may be kept', async () => {
    serve([`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n`, '3\r\nllo\r\n0\r\n\r\n']);
    const pieces: Uint8Array[] = [];
    const response = await ask(get, { onData: (chunk) => pieces.push(chunk) });
    for (const piece of pieces) piece.fill(0x2e);
    expect(pieces.map((piece) => piece.length)).toEqual([2, 3]);
    expect(textFromBytes(response.body)).toBe('hello');
  });

  test('a reset in the middle cuts the response', async () => {
    serve([`${ok}Content-Length: 10\r\n\r\nhello`, { call: 'reset' }]);
    expect(await outcome(ask(get))).toMatchObject({ status: 200, complete: false, text: 'hello' });
  });

  test('a killed process cuts the response', async () => {
    serve([`${ok}Content-Length: 10\r\n\r\nhello`]);
    const asked = ask(get, { onData: () => network.kill(2) });
    expect(await asked).toMatchObject({ status: 200, complete: false });
  });
});
