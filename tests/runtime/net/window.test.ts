import { expect, test } from 'vitest';
import { Link } from '../../../src/runtime/net/link.ts';
import type { LinkMessage, LinkPort } from '../../../src/runtime/net/link-port.ts';
import type { Connection } from '../../../src/runtime/net/network-device.ts';

const LOCAL = { address: '127.0.0.1', port: 3000 };
const REMOTE = { address: '127.0.0.1', port: 40_000 };

/** A link whose messages to the peer are counted, and delivered only by `deliver`. */
function slowLink(fd?: number) {
  const sent: LinkMessage[] = [];
  let near!: LinkPort;
  let far!: LinkPort;
  const port = (other: () => LinkPort, record?: LinkMessage[]): LinkPort => ({
    onmessage: null,
    postMessage: (data) => (record ? void record.push(...data) : other().onmessage?.({ data })),
    close() {},
  });
  near = port(() => far, sent);
  far = port(() => near);
  let accepted!: Connection;
  const received: Uint8Array[] = [];
  const events: string[] = [];
  new Link(far, 1, (_request, connection) => {
    accepted = connection;
    connection.listener = {
      onData: (bytes) => void received.push(bytes),
      onEnd: () => void events.push('end'),
      onReset: () => void events.push('reset'),
      onAcknowledged() {},
    };
    return true;
  });
  const link = new Link(near, 0, () => true);
  const connection = link.open({
    socket: 1,
    ...(fd === undefined ? {} : { fd }),
    local: LOCAL,
    remote: REMOTE,
  });
  const deliver = () => {
    far.onmessage?.({ data: sent.splice(0) });
  };
  const total = () => received.reduce((sum, { length }) => sum + length, 0);
  return {
    connection,
    sent,
    deliver,
    received,
    events,
    total,
    read: (count: number) => accepted.acknowledge(count),
  };
}

test('a peer that does not read is not sent more than a socket would hold, in bytes or in pieces', () => {
  const small = slowLink();
  for (let i = 0; i < 100_000; i++) small.connection.write(new Uint8Array([1]));
  expect(small.sent.length).toBeLessThan(2000);
  const large = slowLink();
  for (let i = 0; i < 100; i++) large.connection.write(new Uint8Array(2 ** 20));
  expect(large.sent.length).toBeLessThan(10);
  expect(large.connection.bytesInFlight).toBe(100 * 2 ** 20);
});

test('everything arrives once it is read, in order and before the end; one piece may be larger than the window', () => {
  const { connection, deliver, received, events, total, read } = slowLink();
  connection.write(new Uint8Array(3 * 2 ** 20).fill(7));
  for (let i = 0; i < 5000; i++) connection.write(new Uint8Array([i % 251, i % 7]));
  connection.end();
  let known = 0;
  for (let round = 0; round < 100 && !events.includes('end'); round++) {
    deliver();
    const now = total();
    if (now > known) read(now - known);
    known = now;
  }
  expect(events).toEqual(['end']);
  const tail = Buffer.concat(received).subarray(3 * 2 ** 20);
  expect([...tail]).toEqual(
    Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? (i / 2) % 251 : ((i - 1) / 2) % 7)),
  );
});

test('a socket that is closed still delivers what its buffers would have held', () => {
  const { connection, deliver, total } = slowLink();
  for (let i = 0; i < 5000; i++) connection.write(new Uint8Array(10));
  connection.close();
  deliver();
  expect(total()).toBe(50_000);
});

test('a pipe to the parent loses nothing', () => {
  const { connection, deliver, total } = slowLink(1);
  for (let i = 0; i < 8; i++) connection.write(new Uint8Array(2 ** 20));
  connection.close();
  deliver();
  expect(total()).toBe(8 * 2 ** 20);
});
