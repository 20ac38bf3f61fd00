import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalAddress, parseIPv4, parseIPv6 } from '../../../src/runtime/net/ip-address.ts';

const almost = fc.string({ unit: fc.constantFrom(...'0123456789abcdefF:.:..%x '), maxLength: 24 });
const word = fc.constantFrom('0', '0', '0', '1', 'ffff', 'a0', '00', '0db8', '12345', '');
const words = fc.array(word, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(':'));
const text = fc.oneof(
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  words,
  almost,
  fc.tuple(words, fc.ipV4()).map((two) => two.join(':')),
);

test('text is an address where Node says so', () => {
  fc.assert(
    fc.property(text, (address) => {
      expect(parseIPv4(address) !== undefined).toBe(isIPv4(address));
      // Node asks for a zone after `%`, libuv takes whatever is there.
      if (!address.includes('%')) expect(parseIPv6(address) !== undefined).toBe(isIPv6(address));
    }),
    { numRuns: 20_000 },
  );
});

test('the usual form of an address is that of libuv', () => {
  fc.assert(
    fc.property(text, (address) => {
      const family = isIPv4(address) ? 'ipv4' : 'ipv6';
      if (address.includes('%') || (!isIPv4(address) && !isIPv6(address))) return;
      expect(canonicalAddress(address)).toBe(new SocketAddress({ address, family }).address);
    }),
    { numRuns: 20_000 },
  );
});
