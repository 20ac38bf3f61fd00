import { createConnection, createServer, type Socket as NodeSocket, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSmallNetwork, type SmallNetwork } from '../net/small-network.ts';
import { connect, listen, name, peerName } from '../net/sockets.ts';

let network: SmallNetwork;
let server: ReturnType<SmallNetwork['addProcess']>;
let client: ReturnType<SmallNetwork['addProcess']>;

beforeEach(() => {
  network = createSmallNetwork();
  server = network.addProcess(2);
  client = network.addProcess(3);
});
afterEach(() => network.close());

interface Names {
  readonly local: string;
  readonly remote: string;
  readonly serverLocal: string;
  readonly serverRemote: string;
}

describe('addresses are those of Node on Linux', () => {
  const cases = [
    ['::', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '::ffff:127.0.0.1'],
    ['::', '::ffff:127.0.0.1'],
    ['::', '::1'],
    ['::1', '::1'],
    ['127.0.0.2', '127.0.0.2'],
    ['0.0.0.0', '::1'],
    ['::1', '127.0.0.1'],
    ['::', '0.0.0.0'],
    ['::', '::'],
  ] as const;

  async function nodeNames(host: string, address: string): Promise<Names | string> {
    const listener: Server = createServer();
    await new Promise<void>((resolve) => listener.listen(0, host, resolve));
    const { port } = listener.address() as { port: number };
    try {
      return await new Promise((resolve) => {
        const near = createConnection(port, address);
        near.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
        listener.on('connection', (far: NodeSocket) => {
          near.on('connect', () => {
            resolve({
              local: `${near.localAddress} ${near.localFamily}`,
              remote: `${near.remoteAddress} ${near.remoteFamily}`,
              serverLocal: `${far.localAddress} ${far.localFamily}`,
              serverRemote: `${far.remoteAddress} ${far.remoteFamily}`,
            });
            near.destroy();
            far.destroy();
          });
        });
      });
    } finally {
      listener.close();
    }
  }

  test.each(cases)('a server on %s and a client to %s', async (host, address) => {
    const expected = await nodeNames(host, address);
    const listener = listen(server, host, 3000);
    const near = await connect(client, address, 3000);
    if (typeof near === 'number') {
      expect(expected).toBe('ECONNREFUSED');
      return;
    }
    const far = await listener.next();
    const text = ({ address, family }: { address: string; family: string }) => `${address} ${family}`;
    expect({
      local: text(name(near.handle)),
      remote: text(peerName(near.handle)),
      serverLocal: text(name(far.handle)),
      serverRemote: text(peerName(far.handle)),
    }).toEqual(expected);
    expect(name(near.handle).port).toBe(peerName(far.handle).port);
    expect(peerName(near.handle).port).toBe(3000);
  });
});
