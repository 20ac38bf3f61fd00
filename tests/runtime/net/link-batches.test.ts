import { expect, test } from 'vitest';
import { Link } from '../../../src/runtime/net/link.ts';
import type { LinkMessage, LinkPort } from '../../../src/runtime/net/link-port.ts';
import type { Connection } from '../../../src/runtime/net/network-device.ts';

const REQUEST = { socket: 1, local: { address: '127.0.0.1', port: 3000 }, remote: { address: '', port: 1 } };

/** Two ends whose batches are counted and arrive at once, and which post the rest when `rest` is called. */
function pair(acknowledgesLater = true) {
  const posted = { client: 0, server: 0 };
  const resting: (() => void)[] = [];
  const port = (name: 'client' | 'server', peer: () => LinkPort): LinkPort => ({
    onmessage: null,
    postMessage(messages: readonly LinkMessage[]) {
      posted[name]++;
      peer().onmessage?.({ data: structuredClone(messages) });
    },
    close() {},
  });
  const client: LinkPort = port('client', () => server);
  const server: LinkPort = port('server', () => client);
  const options = { later: (callback: () => void) => void resting.push(callback), acknowledgesLater };
  const accepted: { connection: Connection; events: string[] }[] = [];
  const listen = (connection: Connection, onData?: (text: string) => void): string[] => {
    const events: string[] = [];
    connection.listener = {
      onData(bytes) {
        events.push(Buffer.from(bytes).toString());
        onData?.(Buffer.from(bytes).toString());
      },
      onEnd: () => void events.push('end'),
      onReset: () => void events.push('reset'),
      onAcknowledged() {},
    };
    return events;
  };
  const serverLink = new Link(
    server,
    1,
    (_request, connection) => accepted.push({ connection, events: listen(connection) }) > 0,
    options,
  );
  const link = new Link(client, 0, () => true, options);
  return {
    posted,
    accepted,
    listen,
    serverLink,
    open: () => link.open(REQUEST),
    rest() {
      for (let round = 0; round < 10; round++) for (const callback of resting.splice(0)) callback();
    },
  };
}

const text = (value: string) => new Uint8Array(Buffer.from(value));

test('a request and its answer cost one message each way, and so do a hundred in a row', () => {
  const { posted, accepted, listen, open, rest } = pair();
  const answers: string[] = [];
  for (let i = 0; i < 100; i++) {
    const connection = open();
    listen(connection, (answer) => {
      answers.push(answer);
      connection.acknowledge(answer.length);
      connection.close();
    });
    connection.write(text(`ask ${i}`));
    const { connection: served } = accepted[i]!;
    served.acknowledge(`ask ${i}`.length);
    served.write(text(`answer ${i}`));
    served.end();
    served.close();
  }
  expect(answers).toHaveLength(100);
  expect(posted).toEqual({ client: 100, server: 100 });
  rest();
  expect(posted.client).toBeLessThanOrEqual(101);
  expect(posted.server).toBe(100);
  expect(accepted.every(({ events }) => !events.includes('reset'))).toBe(true);
});

test('bytes go out at once, whatever the program does next', () => {
  const { accepted, listen, open } = pair();
  const connection = open();
  const events = listen(connection);
  connection.write(text('a'));
  accepted[0]!.connection.write(text('b'));
  expect(accepted[0]!.events).toEqual(['a']);
  expect(events).toEqual(['b']);
});

test('an end is told to a peer that has nothing to read, and after what it has to read', () => {
  for (const how of ['end', 'close'] as const) {
    const { accepted, listen, open, rest } = pair();
    const silent = open();
    const heard = listen(silent);
    rest();
    accepted[0]!.connection[how]();
    rest();
    expect(heard).toEqual(['end']);

    const reading = open();
    const read = listen(reading);
    rest();
    accepted[1]!.connection.write(text('last words'));
    accepted[1]!.connection[how]();
    rest();
    expect(read).toEqual(['last words']);
    reading.acknowledge('last words'.length);
    rest();
    expect(read).toEqual(['last words', 'end']);
  }
});

test('a peer that writes to what was closed, before it has read the rest, is reset', () => {
  const { accepted, listen, open, rest } = pair();
  const connection = open();
  const events = listen(connection);
  rest();
  accepted[0]!.connection.write(text('last words'));
  accepted[0]!.connection.close();
  connection.write(text('too late'));
  rest();
  expect(events).toEqual(['last words', 'reset']);
});

test('a process that ends tells everything at once', () => {
  const { accepted, listen, open, rest, serverLink } = pair();
  const connection = open();
  const events = listen(connection);
  rest();
  accepted[0]!.connection.write(text('a'));
  accepted[0]!.connection.close();
  serverLink.closeAll();
  expect(events).toEqual(['a', 'end']);
});

test('a visitor that leaves is noticed though nothing was answered', () => {
  const { accepted, open, rest } = pair();
  const connection = open();
  connection.write(text('ask'));
  accepted[0]!.connection.acknowledge(3);
  connection.close();
  rest();
  expect(accepted[0]!.events).toEqual(['ask', 'end']);
});

test('acknowledgements do not wait where an end and a reset are told apart', () => {
  const { accepted, listen, open } = pair(false);
  const connection = open();
  listen(connection);
  connection.write(text('ask'));
  accepted[0]!.connection.acknowledge(3);
  expect(connection.bytesInFlight).toBe(0);
});

test('what a listener throws comes out, and costs the others nothing', () => {
  const { accepted, listen, open, rest } = pair();
  const [first, second] = [open(), open()];
  const events = listen(second);
  listen(first, () => {
    throw new Error('of the first');
  });
  rest();
  const [one, two] = accepted.map(({ connection }) => connection);
  one!.end();
  two!.end();
  expect(() => one!.write(text('a'))).not.toThrow();
  rest();
  expect(events).toEqual(['end']);
});
