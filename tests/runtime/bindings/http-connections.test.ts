import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttpParser } from '../../../src/runtime/bindings/http-parser.ts';
import type { Any } from '../../../src/runtime/host.ts';
import { createFakeHost } from '../net/fake-host.ts';
import { createSmallNetwork, type SmallNetwork } from '../net/small-network.ts';
import { connected, listen } from '../net/sockets.ts';

const host = createFakeHost();
const { HTTPParser, ConnectionsList } = createHttpParser(host);
const bytesOf = (text: string) => Buffer.from(text);

describe('the list of connections', () => {
  const create = (list: Any) => {
    const parser = new HTTPParser();
    parser.initialize(HTTPParser.REQUEST, {}, 0, 0, list);
    return parser;
  };

  test('tells idle connections from those with a message under way', () => {
    const list = new ConnectionsList();
    const [fresh, half, done] = [create(list), create(list), create(list)];
    half.execute(bytesOf('GET / HTTP/1.1\r\n'));
    done.execute(bytesOf('GET / HTTP/1.1\r\n\r\n'));
    expect(list.idle()).toEqual([done]);
    expect(list.active()).toEqual([fresh, half]);
    expect(list.all()).toEqual([done, fresh, half]);
    half.remove();
    expect(list.all()).toEqual([done, fresh]);
  });

  test('gives out each connection that is late once: for its head, or for its whole message', async () => {
    const list = new ConnectionsList();
    const [silent, slow, done] = [create(list), create(list), create(list)];
    slow.execute(bytesOf('POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n'));
    done.execute(bytesOf('GET / HTTP/1.1\r\n\r\n'));
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(list.expired(0, 0)).toEqual([]);
    expect(list.expired(10, 10_000)).toEqual([silent]);
    expect(list.expired(10, 10_000)).toEqual([]);
    expect(list.expired(0, 10)).toEqual([slow]);
    expect(list.active()).toEqual([]);
    expect(list.all()).toHaveLength(3);
  });
});

describe('a parser that consumes a handle', () => {
  let network: SmallNetwork;
  beforeEach(() => {
    network = createSmallNetwork();
  });
  afterEach(() => network.close());

  test('reads from it without `onread`, until it is taken off', async () => {
    const server = network.addProcess(2);
    const client = network.addProcess(3);
    const listener = listen(server, '::', 3000);
    const near = await connected(client, '127.0.0.1', 3000);
    const far = await listener.next();
    const { HTTPParser: Parser } = createHttpParser(server);
    const parser = new Parser();
    const calls: string[] = [];
    parser.initialize(Parser.REQUEST, {});
    parser[Parser.kOnHeadersComplete] = (...args: unknown[]) => {
      calls.push(`head ${args[4]}`);
      return 0;
    };
    parser[Parser.kOnBody] = (body: Buffer) => void calls.push(`body ${body}`);
    parser[Parser.kOnExecute] = (result: number | Error) => {
      calls.push(`executed ${result}, of ${parser.getCurrentBuffer().length}`);
    };
    parser.consume(far.handle);
    near.write('POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nok');
    await far.until(() => calls.length === 3);
    expect(calls).toEqual(['head /a', 'body ok', 'executed 41, of 41']);
    expect(far.events).toEqual([]);
    near.write('nonsense');
    await far.until(() => calls.length === 4);
    expect(calls[3]).toBe('executed Error: Parse Error, of 8');
    parser.unconsume();
    near.write('raw');
    await near.end();
    await far.until(() => far.events.length === 2);
    expect(far.events).toEqual(['data raw', 'end']);
  });
});
