import { lookup, Resolver } from 'node:dns';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createCaresWrapBinding } from '../../../src/runtime/bindings/cares-wrap.ts';
import { createFakeHost } from '../net/fake-host.ts';

const host = createFakeHost();
const cares = createCaresWrapBinding(host);

const EAI_NONAME = -3008;

function ask(start: (request: unknown) => number, Request = cares.GetAddrInfoReqWrap): Promise<unknown[]> {
  return new Promise((resolve) => {
    const request = new Request();
    request.oncomplete = (...args: unknown[]) => resolve(args);
    expect(start(request)).toBe(0);
  });
}

const resolve = (name: string, family = 0, order = cares.DNS_ORDER_VERBATIM) =>
  ask((request) => cares.getaddrinfo(request, name, family, 0, order));

describe('getaddrinfo', () => {
  test.each([
    ['localhost', 0, 0, ['127.0.0.1']],
    ['LOCALHOST.', 0, 0, ['127.0.0.1']],
    ['shop.localhost', 4, 0, ['127.0.0.1']],
    ['localhost', 0, 1, ['127.0.0.1']],
    ['localhost', 0, 2, ['127.0.0.1']],
  ])('%s with family %d in order %d', async (name, family, order, addresses) => {
    expect(await resolve(name, family, order)).toEqual([null, addresses]);
  });

  test('a name of another machine is not found, as in Node without a network', async () => {
    expect(await resolve('db.invalid')).toEqual([EAI_NONAME]);
    await expect(promisify(lookup)('db.invalid')).rejects.toMatchObject({
      errno: EAI_NONAME,
      code: 'ENOTFOUND',
    });
  });

  test('a request keeps the process alive until it is answered', async () => {
    const asked = resolve('localhost');
    expect(host.references()).toBe(1);
    await asked;
    expect(host.references()).toBe(0);
  });
});

test('getnameinfo knows the loopback', async () => {
  const ofAddress = (address: string, port: number) =>
    ask((request) => cares.getnameinfo(request, address, port), cares.GetNameInfoReqWrap);
  expect(await ofAddress('127.0.0.1', 80)).toEqual([null, 'localhost', 'http']);
  expect(await ofAddress('::1', 3000)).toEqual([null, 'localhost', '3000']);
  expect(await ofAddress('192.0.2.1', 80)).toEqual([EAI_NONAME]);
});

describe('a channel', () => {
  const query = (method: string, name: string) => {
    const channel = new cares.ChannelWrap(-1, 4, 0);
    return ask((request) => channel[method](request, name), cares.QueryReqWrap);
  };

  test('answers for localhost, and finds nothing else', async () => {
    expect(await query('queryA', 'localhost')).toEqual([null, ['127.0.0.1'], [0]]);
    expect(await query('queryAaaa', 'localhost')).toEqual(['ENOTFOUND']);
    expect(await query('getHostByAddr', '127.0.0.1')).toEqual([null, ['localhost'], [0]]);
    expect(await query('queryMx', 'localhost')).toEqual(['ENOTFOUND']);
    expect(await query('queryA', 'db.invalid')).toEqual(['ENOTFOUND']);
  });

  test('cancels what is under way', async () => {
    const channel = new cares.ChannelWrap(-1, 4, 0);
    const answer = ask((request) => channel.queryA(request, 'localhost'), cares.QueryReqWrap);
    channel.cancel();
    expect(await answer).toEqual(['ECANCELLED']);
  });

  test('keeps its servers', () => {
    const channel = new cares.ChannelWrap(-1, 4, 0);
    expect(
      channel.setServers([
        [6, '0::1', 53],
        [4, '1.1.1.1', 5353],
      ]),
    ).toBe(0);
    expect(channel.getServers()).toEqual([
      ['::1', 53],
      ['1.1.1.1', 5353],
    ]);
  });

  test.each([
    ['nonsense'],
    ['1.2.3.4', '1.2.3.4'],
    ['::1', '::1'],
    ['1.2.3.4', 'x'],
    ['1.2.3.4', '::1'],
    ['::1'],
  ])('judges the local addresses %j as Node does', (...addresses) => {
    const outcome = (resolver: { setLocalAddress(...addresses: string[]): void }) => {
      try {
        resolver.setLocalAddress(...addresses);
        return 'set';
      } catch (error) {
        const { name, code, message } = error as NodeJS.ErrnoException;
        return [name, code, message];
      }
    };
    expect(outcome(new cares.ChannelWrap(-1, 4, 0))).toEqual(outcome(new Resolver()));
  });
});

test('an IPv6 text becomes a buffer of its bytes', () => {
  expect(cares.convertIpv6StringToBuffer('fe80::1')[0]).toBe(0xfe);
  expect(() => cares.convertIpv6StringToBuffer('1.2.3.4')).toThrow('Invalid IPv6 address');
});
