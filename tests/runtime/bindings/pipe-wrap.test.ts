import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Any } from '../../../src/runtime/host.ts';
import { createSmallNetwork, type SmallNetwork } from '../net/small-network.ts';
import { type Socket, wrapSocket } from '../net/sockets.ts';

const ENOENT = -2;
const EADDRINUSE = -98;

let network: SmallNetwork;
let parent: ReturnType<SmallNetwork['addProcess']>;
let child: ReturnType<SmallNetwork['addProcess']>;

beforeEach(() => {
  network = createSmallNetwork();
  parent = network.addProcess(2);
  child = network.addProcess(3);
});
afterEach(() => network.close());

const pipe = (host: typeof parent, type = 0): Any => new (host.binding('pipe_wrap')['Pipe'])(type);

function connect(host: typeof parent, path: string): Promise<Socket | number> {
  const handle = pipe(host);
  return new Promise((resolve) => {
    const request = new (host.binding('pipe_wrap')['PipeConnectWrap'])();
    request.oncomplete = (status: number) => resolve(status === 0 ? wrapSocket(host, handle) : status);
    handle.connect(request, path);
  });
}

describe('standard streams', () => {
  test('what is written is out when the call returns', () => {
    const handle = pipe(parent);
    expect([handle.open(1), handle.fd]).toEqual([0, 1]);
    const { WriteWrap, streamBaseState } = parent.binding('stream_wrap');
    expect(handle.writeUtf8String(new WriteWrap(), 'hello\n')).toBe(0);
    expect(Array.from(streamBaseState.subarray(2))).toEqual([6, 0]);
    const error = pipe(parent);
    error.open(2);
    error.writeBuffer(new WriteWrap(), Buffer.from('oh\n'));
    expect(parent.written).toEqual(['1:hello\n', '2:oh\n']);
    expect(parent.references()).toBe(0);
  });

  test('stdin delivers what came before it was read, then its end', async () => {
    const handle = pipe(parent);
    handle.open(0);
    parent.sendStdin(Buffer.from('one'));
    const stdin = wrapSocket(parent, handle);
    expect(parent.references()).toBe(1);
    await stdin.until(() => stdin.events.length === 1);
    parent.sendStdin(Buffer.from('two'));
    parent.sendStdin(null);
    await stdin.until(() => stdin.events.includes('end'));
    expect(stdin.events).toEqual(['data one', 'data two', 'end']);
    expect(parent.references()).toBe(0);
  });
});

describe('Unix sockets', () => {
  test('connect processes by path', async () => {
    const server = pipe(parent, 1);
    const accepted: Socket[] = [];
    server.onconnection = (_status: number, client: Any) => void accepted.push(wrapSocket(parent, client));
    expect([server.bind('/tmp/app.sock'), server.listen(511)]).toEqual([0, 0]);
    await network.settle();
    expect(pipe(child, 1).bind('/tmp/app.sock')).toBe(EADDRINUSE);
    const near = (await connect(child, '/tmp/app.sock')) as Socket;
    near.write('by path');
    await near.until(() => accepted[0]?.events.length === 1);
    expect(accepted[0]?.events).toEqual(['data by path']);
    expect(network.portEvents).toEqual([]);
  });

  test('that do not exist are not found', async () => {
    expect(await connect(child, '/tmp/nobody.sock')).toBe(ENOENT);
  });
});

describe('a stream that a parent leaves to its child', () => {
  test('is there under its file descriptor, also for what either wrote too early', async () => {
    const inherited = pipe(child, 2);
    inherited.open(3);
    const below = wrapSocket(child, inherited);
    below.write('from below');
    const kept = pipe(parent, 2);
    kept.adopt(parent.network.bequeath(3, 3));
    const above = wrapSocket(parent, kept);
    above.write('from above');
    await above.until(() => above.events.length > 0 && below.events.length > 0);
    expect([above.events, below.events]).toEqual([['data from below'], ['data from above']]);
    await below.close();
    await above.until(() => above.events.length === 2);
    expect(above.events).toEqual(['data from below', 'end']);
  });

  test('carries no sockets', () => {
    const kept = pipe(parent, 2);
    kept.adopt(parent.network.bequeath(3, 3));
    const { WriteWrap } = parent.binding('stream_wrap');
    const socket = new (parent.binding('tcp_wrap')['TCP'])(0);
    expect(kept.writeUtf8String(new WriteWrap(), '{"cmd":"NODE_HANDLE"}\n', socket)).toBe(-95);
    expect(kept.writeBuffer(new WriteWrap(), Buffer.from('x'), socket)).toBe(-95);
  });

  test('ends when the child is killed', async () => {
    const kept = pipe(parent, 2);
    kept.adopt(parent.network.bequeath(3, 3));
    const above = wrapSocket(parent, kept);
    await network.settle();
    network.kill(3);
    await above.until(() => above.events.length > 0);
    expect(above.events).toEqual(['end']);
  });
});
