import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSmallNetwork, type SmallNetwork } from '../net/small-network.ts';
import { connect, connected, listen, name, peerName } from '../net/sockets.ts';

const ECONNREFUSED = -111;
const ENETUNREACH = -101;
const EADDRINUSE = -98;
const EADDRNOTAVAIL = -99;
const EPIPE = -32;
const EINVAL = -22;
const ENOTCONN = -107;

let network: SmallNetwork;
let server: ReturnType<SmallNetwork['addProcess']>;
let client: ReturnType<SmallNetwork['addProcess']>;

beforeEach(() => {
  network = createSmallNetwork();
  server = network.addProcess(2);
  client = network.addProcess(3);
});
afterEach(() => network.close());

async function pair(reads: { readonly server?: boolean; readonly client?: boolean } = {}) {
  const listener = listen(server, '::', 3000, reads.server ?? true);
  const near = await connected(client, '127.0.0.1', 3000, reads.client ?? true);
  return { listener, near, far: await listener.next() };
}

describe('a connection between two processes', () => {
  test('carries bytes both ways in order, and ends', async () => {
    const { near, far } = await pair();
    expect(near.write('GET ')).toBe(0);
    expect(near.write(Buffer.from('/ü'))).toBe(0);
    await far.until(() => far.bytes().toString() === 'GET /ü');
    far.write('pong');
    expect(await far.end()).toBe(0);
    await near.until(() => near.events.includes('end'));
    expect(near.events).toEqual(['data pong', 'end']);
    near.write('still open');
    await far.until(() => far.bytes().toString().endsWith('still open'));
    expect(near.handle.bytesWritten).toBe(17);
    expect(near.handle.bytesRead).toBe(4);
  });

  test('goes past the kernel after the first one', async () => {
    const { listener, near, far } = await pair();
    const before = network.traffic.length;
    near.write('x');
    await far.until(() => far.events.length > 0);
    const second = await connected(client, '127.0.0.1', 3000);
    const other = await listener.next();
    second.write('y');
    await other.until(() => other.events.length > 0);
    expect(network.traffic.slice(before)).toEqual([]);
  });

  test('delivers large writes in pieces of 64 KiB, unchanged', async () => {
    const { near, far } = await pair();
    const sent = Buffer.from(Array.from({ length: 300_001 }, (_, i) => i % 251));
    near.write(sent);
    await far.until(() => far.bytes().length === sent.length);
    expect(far.bytes().equals(sent)).toBe(true);
    expect(far.events[0]).toBe('data 65536');
    expect(far.buffers[0]?.byteLength).toBe(65_536);
  });

  test('keeps what the program wrote even if it changes the buffer afterwards', async () => {
    const { near, far } = await pair();
    const buffer = Buffer.from('before');
    near.write(buffer);
    buffer.fill('x');
    await far.until(() => far.events.length > 0);
    expect(far.events).toEqual(['data before']);
  });

  test('takes strings in every encoding, alone and together', async () => {
    const { near, far } = await pair();
    const { WriteWrap } = client.binding('stream_wrap');
    near.handle.writeLatin1String(new WriteWrap(), 'é');
    near.handle.writeAsciiString(new WriteWrap(), 'a');
    near.handle.writeUcs2String(new WriteWrap(), 'é');
    near.handle.writev(
      new WriteWrap(),
      ['ü', 'utf8', Buffer.from('b'), 'buffer', 'é', 'latin1', 'ff00', 'hex'],
      false,
    );
    near.handle.writev(new WriteWrap(), [Buffer.from('c'), Buffer.from('d')], true);
    const all = 'e961e900c3bc62e9ff006364';
    await far.until(() => far.bytes().length === all.length / 2);
    expect(far.bytes().toString('hex')).toBe(all);
  });

  test('reads into the buffer that the program gave, and into the next one', async () => {
    const { near, far } = await pair({ server: false });
    const { streamBaseState } = server.binding('stream_wrap');
    const [first, second] = [new Uint8Array(4), new Uint8Array(4)];
    far.handle.useUserBuffer(first);
    const seen: string[] = [];
    far.handle.onread = (data: unknown) => {
      const target = seen.length === 0 ? first : second;
      seen.push(Buffer.from(target.subarray(0, streamBaseState[0])).toString());
      expect(data).toBe(undefined);
      return second;
    };
    far.handle.readStart();
    near.write('abcdefg');
    await far.until(() => seen.length === 2);
    expect(seen).toEqual(['abcd', 'efg']);
  });
});

describe('the end of a connection', () => {
  test('closing reads as an end, and a later write of the peer breaks the pipe', async () => {
    const { near, far } = await pair();
    await far.close();
    await near.until(() => near.events.length > 0);
    expect(near.events).toEqual(['end']);
    expect(near.write('into the void')).toBe(0);
    await near.until(() => near.write('again') !== 0);
    expect(near.write('again')).toBe(EPIPE);
  });

  test('closing with unread bytes resets', async () => {
    const { near, far } = await pair({ server: false });
    near.write('never read');
    await network.settle();
    await far.close();
    await near.until(() => near.events.length > 0);
    expect(near.events).toEqual(['error -104']);
    expect(near.write('x')).toBe(EPIPE);
  });

  test('a reset comes after the bytes before it', async () => {
    const { near, far } = await pair();
    far.write('last words');
    far.handle.reset();
    await near.until(() => near.events.length > 1);
    expect(near.events).toEqual(['data last words', 'error -104']);
  });

  test('a process that ends in order closes what it had open', async () => {
    const { near, far } = await pair();
    far.write('bye');
    server.network.shutdown();
    network.kill(2);
    await near.until(() => near.events.includes('end'));
    expect(near.events).toEqual(['data bye', 'end']);
  });

  test('a killed process that had read everything ends its connections', async () => {
    const { near, far } = await pair();
    near.write('read');
    await far.until(() => far.events.length > 0);
    await near.until(() => near.handle.connection.bytesInFlight === 0);
    network.kill(2);
    await near.until(() => near.events.length > 0);
    expect(near.events).toEqual(['end']);
    expect(near.write('x')).toBe(0);
    expect(near.write('x')).toBe(EPIPE);
  });

  test('a killed process that had not read everything resets them', async () => {
    const { near } = await pair({ server: false });
    near.write('unread');
    network.kill(2);
    await near.until(() => near.events.length > 0);
    expect(near.events).toEqual(['error -104']);
    expect(await connect(client, '127.0.0.1', 3000)).toBe(ECONNREFUSED);
  });
});

describe('backpressure', () => {
  test('a write beyond a full buffer completes when the reader has caught up', async () => {
    const { near, far } = await pair({ server: false });
    expect(near.write(Buffer.alloc(1024 * 1024))).toBe(0);
    const late = near.write(Buffer.alloc(65_536));
    expect(late).toBeInstanceOf(Promise);
    const order: string[] = [];
    void (late as Promise<number>).then((status) => order.push(`first ${status}`));
    void (near.write('z') as Promise<number>).then((status) => order.push(`second ${status}`));
    await network.settle();
    expect(order).toEqual([]);
    expect(near.handle.writeQueueSize).toBe(65_537);
    far.handle.readStart();
    await near.until(() => order.length === 2);
    expect(order).toEqual(['first 0', 'second 0']);
    expect(near.handle.writeQueueSize).toBe(0);
  });

  test('waiting writes are cancelled when their handle closes', async () => {
    const { near } = await pair({ server: false });
    near.write(Buffer.alloc(1024 * 1024));
    const late = near.write(Buffer.alloc(10)) as Promise<number>;
    near.handle.close();
    expect(await late).toBe(-125);
  });

  test('waiting writes fail when the connection is reset', async () => {
    const { near, far } = await pair({ server: false });
    near.write(Buffer.alloc(1024 * 1024));
    const late = near.write(Buffer.alloc(10)) as Promise<number>;
    far.handle.reset();
    expect(await late).toBe(-104);
  });
});

describe('what keeps a process alive', () => {
  test('a listening handle, a reading one and requests under way, nothing else', async () => {
    const { listener, near, far } = await pair();
    expect(server.references()).toBe(2);
    far.handle.readStop();
    expect(server.references()).toBe(1);
    listener.handle.unref();
    expect(server.references()).toBe(0);
    near.handle.readStop();
    expect(client.references()).toBe(0);
    const ending = near.end();
    expect(client.references()).toBe(1);
    await ending;
    expect(client.references()).toBe(0);
    await near.close();
    await far.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect([server.references(), client.references()]).toEqual([0, 0]);
  });
});

describe('errors of sockets that do not come about', () => {
  test.each([
    ['127.0.0.1', 4999, ECONNREFUSED],
    ['::1', 4999, ECONNREFUSED],
    ['192.0.2.1', 80, ENETUNREACH],
    ['2001:db8::1', 80, ENETUNREACH],
    ['nonsense', 80, EINVAL],
  ])('connecting to %s:%d fails with %d', async (address, port, error) => {
    expect(await connect(client, address, port)).toBe(error);
  });

  test('a port is taken across processes, whoever asks', async () => {
    listen(server, '0.0.0.0', 3000);
    await network.settle();
    expect(listen(client, '127.0.0.1', 3000).error).toBe(EADDRINUSE);
    expect(listen(client, '::', 3000).error).toBe(EADDRINUSE);
    expect(listen(client, '::1', 3000).error).toBe(0);
    expect(listen(server, '0.0.0.0', 3000).error).toBe(EADDRINUSE);
  });

  test('of two that listen at the same moment the second is told later', async () => {
    const first = listen(server, '::', 3000);
    const second = listen(client, '::', 3000);
    expect([first.error, second.error]).toEqual([0, 0]);
    const status = await new Promise((resolve) => {
      second.handle.onconnection = resolve;
    });
    expect(status).toBe(EADDRINUSE);
    await connected(client, '127.0.0.1', 3000);
    await first.next();
  });

  test('addresses of other machines cannot be listened on', () => {
    expect(listen(server, '10.0.0.1', 3000).error).toBe(EADDRNOTAVAIL);
  });

  test('a socket that is not connected says so', () => {
    const { TCP } = client.binding('tcp_wrap');
    const { WriteWrap } = client.binding('stream_wrap');
    const handle = new TCP(0);
    expect([
      handle.readStart(),
      handle.writeUtf8String(new WriteWrap(), 'x'),
      peerName(handle).error,
    ]).toEqual([ENOTCONN, ENOTCONN, ENOTCONN]);
    expect(name(handle).error).toBe(EINVAL);
  });

  test('a connection whose handle closes meanwhile is cancelled', async () => {
    listen(server, '::', 3000);
    await network.settle();
    const { TCP, TCPConnectWrap } = client.binding('tcp_wrap');
    const handle = new TCP(0);
    const request = new TCPConnectWrap();
    const status = new Promise((resolve) => {
      request.oncomplete = resolve;
    });
    handle.connect(request, '127.0.0.1', 3000);
    handle.close();
    expect(await status).toBe(-125);
    expect(client.references()).toBe(0);
  });
});

describe('ports', () => {
  test('the engine hears of the first socket on a port and of the last', async () => {
    const one = listen(server, '127.0.0.1', 3000);
    const two = listen(server, '::1', 3000);
    one.handle.close();
    await network.settle();
    expect(network.portEvents).toEqual(['3000 open 2']);
    two.handle.close();
    await network.settle();
    expect(network.portEvents).toEqual(['3000 open 2', '3000 close 2']);
  });

  test('port 0 is a free one, and an ended process frees its own', async () => {
    const listener = listen(server, '::', 0);
    expect(listener.port()).toBeGreaterThan(32767);
    await connected(client, '127.0.0.1', listener.port());
    network.kill(2);
    await network.settle();
    expect(network.portEvents[1]).toBe(`${listener.port()} close 2`);
    expect(listen(client, '::', listener.port()).error).toBe(0);
  });

  test('a process reaches its own port without the kernel', async () => {
    const listener = listen(server, '::', 3000);
    const near = await connected(server, '::1', 3000);
    const far = await listener.next();
    near.write('to myself');
    await far.until(() => far.events.length > 0);
    expect(far.events).toEqual(['data to myself']);
    expect(network.traffic).not.toContain('net-link');
  });

  test('a process that was not told yet of a port asks before it gives up', async () => {
    const listener = listen(server, '::', 3000);
    const early = connect(client, '127.0.0.1', 3000);
    expect(typeof (await early)).toBe('object');
    await listener.next();
  });
});
