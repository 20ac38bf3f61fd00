import { BlockList as NodeBlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBlockListBinding } from '../../../src/runtime/bindings/block-list.ts';
import { createFakeHost } from '../net/fake-host.ts';

const { BlockList, SocketAddress, AF_INET, AF_INET6 } = createBlockListBinding(createFakeHost());

type Family = 'ipv4' | 'ipv6';
const number = (family: Family) => (family === 'ipv4' ? AF_INET : AF_INET6);
const handle = (address: string, family: Family) => new SocketAddress(address, 0, number(family), 0);

const byte = fc.constantFrom(0, 1, 2, 127, 128, 254, 255);
const v4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const v6 = fc.oneof(
  fc
    .array(fc.constantFrom('0', '1', 'ffff', 'fe80'), { minLength: 8, maxLength: 8 })
    .map((words) => words.join(':')),
  v4.map((address) => `::ffff:${address}`),
);
const address = fc.oneof(
  v4.map((text) => ({ text, family: 'ipv4' as const })),
  v6.map((text) => ({ text, family: 'ipv6' as const })),
);
const rule = fc.oneof(
  fc.record({ kind: fc.constantFrom('addAddress', 'removeAddress'), at: address }),
  fc.record({ kind: fc.constantFrom('addSubnet', 'removeSubnet'), at: address, prefix: fc.nat(128) }),
  fc.record({ kind: fc.constantFrom('addRange', 'removeRange'), at: address, to: address }),
);

test('rules block what they block in Node', () => {
  fc.assert(
    fc.property(
      fc.array(rule, { maxLength: 6 }),
      fc.array(address, { minLength: 1, maxLength: 8 }),
      (rules, probes) => {
        const own = new BlockList();
        const node = new NodeBlockList();
        for (const each of rules) {
          const { kind, at } = each;
          if ('prefix' in each) {
            const prefix = at.family === 'ipv4' ? each.prefix % 33 : each.prefix;
            node[kind as 'addSubnet'](at.text, prefix, at.family);
            own[kind](handle(at.text, at.family), prefix);
          } else if ('to' in each) {
            if (each.to.family !== at.family) continue;
            let isEmpty = false;
            try {
              node[kind as 'addRange'](at.text, each.to.text, at.family);
            } catch {
              isEmpty = true;
            }
            const result = own[kind](handle(at.text, at.family), handle(each.to.text, at.family));
            expect(result === false).toBe(isEmpty);
          } else {
            node[kind as 'addAddress'](at.text, at.family);
            own[kind](handle(at.text, at.family));
          }
        }
        expect([...own.getRules()].sort()).toEqual([...node.rules].sort());
        for (const { text, family } of probes) {
          const blocked = node.check(text, family);
          expect(own.check(handle(text, family))).toBe(blocked);
          expect(own.checkString(text, number(family))).toBe(blocked);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

describe('socket addresses', () => {
  test('are refused where they are none', () => {
    expect(() => handle('localhost', 'ipv4')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ADDRESS' }),
    );
    expect(new BlockList().checkString('::1', AF_INET)).toBe(false);
  });

  test('tell their parts', () => {
    const out = new SocketAddress('0:0::1', 80, AF_INET6, 5).detail({});
    expect(out).toEqual({ address: '::1', port: 80, family: AF_INET6, flowlabel: 5 });
  });
});
