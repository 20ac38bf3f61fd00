import { createRequire } from 'node:module';
import util from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createTypesBinding } from '../../../src/runtime/bindings/types.ts';
import { createUtilBinding } from '../../../src/runtime/bindings/util.ts';
import type { Any, Binding } from '../../../src/runtime/host.ts';
import { keepRealm } from './kept-realm.ts';
import { createPlainHost } from './plain-host.ts';

const restore = keepRealm();
afterAll(restore);

const bindings: Record<string, Binding> = {};
const host = createPlainHost(bindings);
bindings['util'] = createUtilBinding(host);
const types = createTypesBinding(host);

class OwnMap extends Map {}
class OwnPromise extends Promise<unknown> {}
class OwnError extends Error {}
class Plain {}
const generator = function* () {};
const asyncGenerator = async function* () {};
const withoutPrototype = <T extends object>(value: T): T => Object.setPrototypeOf(value, null);
/** Made by the engine: the test runner turns imports into objects of its own. */
const namespace = createRequire(import.meta.url)('../../../src/runtime/bindings/url/components.ts');
const revoked = Proxy.revocable({}, {});
revoked.revoke();

// Made after the bindings: they know of no earlier proxy.
const zoo: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  number: 1,
  string: 'a',
  symbol: Symbol('s'),
  object: {},
  bare: Object.create(null),
  array: [],
  function: () => {},
  asyncFunction: async () => {},
  class: Plain,
  bound: (() => {}).bind(null),
  generator,
  asyncGenerator,
  generatorObject: generator(),
  asyncGeneratorObject: asyncGenerator(),
  generatorPrototype: generator.prototype,
  map: new Map(),
  ownMap: new OwnMap(),
  mapPrototype: Map.prototype,
  notAMap: Object.create(Map.prototype),
  taggedAsMap: { [Symbol.toStringTag]: 'Map' },
  bareMap: withoutPrototype(new Map()),
  set: new Set(),
  bareSet: withoutPrototype(new Set()),
  weakMap: new WeakMap(),
  weakSet: new WeakSet(),
  weakRef: new WeakRef({}),
  mapIterator: new Map().entries(),
  setIterator: new Set().values(),
  arrayIterator: [].values(),
  promise: Promise.resolve(),
  ownPromise: OwnPromise.resolve(),
  // biome-ignore lint/suspicious/noThenProperty: a thenable is what is not a promise
  thenable: { then() {} },
  error: new Error('x'),
  ownError: new OwnError('x'),
  domException: new DOMException('x'),
  errorPrototype: Error.prototype,
  notAnError: Object.create(Error.prototype),
  taggedError: Object.assign(new Error('x'), { [Symbol.toStringTag]: 'X' }),
  bareError: withoutPrototype(new Error('x')),
  regExp: /x/,
  regExpPrototype: RegExp.prototype,
  date: new Date(),
  bareDate: withoutPrototype(new Date()),
  datePrototype: Date.prototype,
  arrayBuffer: new ArrayBuffer(1),
  sharedArrayBuffer: new SharedArrayBuffer(1),
  bytes: new Uint8Array(1),
  view: new DataView(new ArrayBuffer(1)),
  boxedBoolean: Object(false),
  boxedNumber: Object(1),
  boxedString: Object(''),
  boxedSymbol: Object(Symbol('s')),
  boxedBigInt: Object(1n),
  booleanPrototype: Boolean.prototype,
  arguments: (function (this: unknown) {
    // biome-ignore lint/complexity/noArguments: the object itself is meant
    return arguments;
  })(),
  proxy: new Proxy({}, {}),
  proxyOfMap: new Proxy(new Map(), {}),
  proxyOfFunction: new Proxy(() => {}, {}),
  revokedProxy: revoked.proxy,
  namespace,
  plain: new Plain(),
  global: globalThis,
};

describe('the types binding', () => {
  it('has every predicate of Node', () => {
    const own = Object.keys(util.types).filter((name) => !(name in types));
    // The rest is in the library itself.
    expect(own.every((name) => /Array$|View$|Key$|Object$/.test(name))).toBe(true);
  });

  for (const name of Object.keys(types)) {
    it(`\`${name}\` says of everything in the zoo what Node says`, () => {
      const ours: Record<string, unknown> = {};
      const nodes: Record<string, unknown> = {};
      for (const [kind, value] of Object.entries(zoo)) {
        ours[kind] = types[name](value);
        nodes[kind] = (util.types as Any)[name](value);
      }
      expect(ours).toEqual(nodes);
    });
  }

  it('runs no code of the object, not even that of a proxy', () => {
    let sprung = 0;
    const trap = new Proxy(
      {},
      {
        get: () => () => {
          sprung++;
          return undefined;
        },
      },
    );
    const guarded = [new Proxy({}, trap), Object.create(new Proxy({}, trap)), new Proxy(new Map(), trap)];
    for (const value of guarded) for (const name of Object.keys(types)) types[name](value);
    expect(sprung).toBe(0);
  });

  it('is not misled by a program that replaces methods of built-ins', () => {
    const { getTime } = Date.prototype;
    Date.prototype.getTime = () => {
      throw new Error('replaced');
    };
    try {
      expect(types['isDate'](new Date())).toBe(true);
    } finally {
      Date.prototype.getTime = getTime;
    }
  });
});
