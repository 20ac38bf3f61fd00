import util, { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createTypesBinding } from '../../../src/runtime/bindings/types.ts';
import { parseStack } from '../../../src/runtime/bindings/util/call-sites.ts';
import { realmOf } from '../../../src/runtime/bindings/util/realm.ts';
import { createUtilBinding } from '../../../src/runtime/bindings/util.ts';
import type { Any, Binding } from '../../../src/runtime/host.ts';
import { keepRealm } from './kept-realm.ts';
import { createPlainHost, nodeBinding } from './plain-host.ts';

const restore = keepRealm();
afterAll(restore);

const bindings: Record<string, Binding> = {};
const host = createPlainHost(bindings);
const binding = createUtilBinding(host);
bindings['util'] = binding;
bindings['types'] = createTypesBinding(host);
bindings['contextify'] = {};

describe('`parseEnv`', () => {
  it('reads any `.env` file as Node does', () => {
    const pieces = ['A', 'B', ' ', '=', '\n', '"', "'", '`', '#', '\\', 'n', '\r', '\t', 'export ', 'x='];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...pieces) }), (text) => {
        expect(binding['parseEnv'](text)).toEqual({ ...parseEnv(text) });
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('proxies', () => {
  it('show their target and handler, and nothing once they are revoked', () => {
    const target = {};
    const handler = {};
    expect(binding['getProxyDetails'](new Proxy(target, handler))).toEqual([target, handler]);
    expect(binding['getProxyDetails'](new Proxy(target, handler), false)).toBe(target);
    expect(binding['getProxyDetails'](target)).toBeUndefined();
    const { proxy, revoke } = Proxy.revocable(target, handler);
    expect(binding['getProxyDetails'](proxy)[0]).toBe(target);
    revoke();
    expect(binding['getProxyDetails'](proxy)).toEqual([null, null]);
    expect(binding['getProxyDetails'](proxy, false)).toBe(null);
  });

  it('are made by what looks like the constructor of the language', () => {
    expect([Proxy.name, Proxy.length, Proxy.revocable.name, Proxy.revocable.length]).toEqual([
      'Proxy',
      2,
      'revocable',
      2,
    ]);
    expect(() => (Proxy as Any)({}, {})).toThrow(TypeError);
    expect(() => new Proxy(1 as never, {})).toThrow(TypeError);
    expect(() => new (Proxy.revocable as Any)({}, {})).toThrow(TypeError);
  });
});

describe('promises', () => {
  const [pending, fulfilled, rejected] = [0, 1, 2];
  const details = (promise: unknown) => binding['getPromiseDetails'](promise);

  it('of the static methods show how they ended', () => {
    const reason = new Error('no');
    const refused = Promise.reject(reason);
    refused.catch(() => {});
    expect(details(Promise.resolve(4))).toEqual([fulfilled, 4]);
    expect(details(refused)).toEqual([rejected, reason]);
    expect(details(new Promise(() => {}))).toEqual([pending]);
  });

  it('of `withResolvers` keep their first end, and wait for what they follow', () => {
    const twice = Promise.withResolvers();
    expect(details(twice.promise)).toEqual([pending]);
    twice.resolve(1);
    twice.reject(new Error('too late'));
    expect(details(twice.promise)).toEqual([fulfilled, 1]);
    const following = Promise.withResolvers();
    following.resolve(new Promise(() => {}));
    expect(details(following.promise)).toEqual([pending]);
  });

  it('are known to have settled by whoever saw it', async () => {
    const promise = (async () => 7)();
    const { promises } = realmOf(host);
    promises.fulfilled(promise, await promise);
    expect(details(promise)).toEqual([fulfilled, 7]);
  });

  it('still belong to subclasses, and are not wrapped twice', () => {
    class Own extends Promise<unknown> {}
    const own = Own.resolve(1);
    expect(own).toBeInstanceOf(Own);
    expect(Own.resolve(own)).toBe(own);
    expect(() => (Promise.resolve as Any).call(undefined, 1)).toThrow(TypeError);
  });
});

describe('`previewEntries`', () => {
  it('lists maps and sets', () => {
    const map = new Map([[1, [2]]]);
    expect(binding['previewEntries'](map)).toEqual([1, [2]]);
    expect(binding['previewEntries'](map, true)).toEqual([[1, [2]], true]);
    expect(binding['previewEntries'](new Set([1, [2]]), true)).toEqual([[1, [2]], false]);
    expect(binding['previewEntries'](new WeakMap())).toEqual([]);
  });

  it('leaves an iterator with what it had to give, however often it is looked at', () => {
    const map = new Map([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    const entries = map.entries();
    entries.next();
    for (let looks = 0; looks < 2; looks++) {
      expect(binding['previewEntries'](entries, true)).toEqual([['b', 2, 'c', 3], true]);
    }
    expect(entries.next().value).toEqual(['b', 2]);
    expect(binding['previewEntries'](entries, true)).toEqual([['c', 3], true]);
    expect([...entries]).toEqual([['c', 3]]);
    expect(binding['previewEntries'](map.keys(), true)).toEqual([['a', 'b', 'c'], false]);
    const pairs = new Set([[1, 2]]).values();
    expect(binding['previewEntries'](pairs, true)).toEqual([[[1, 2]], false]);
    expect(util.inspect(pairs)).toBe('[Set Iterator] {  }');
  });
});

describe('properties', () => {
  it('without indices are listed with the filters of V8', () => {
    const symbol = Symbol('s');
    const array = Object.assign([1, 2], { a: 1, '-1': 2, '4294967294': 3, '4294967295': 4, [symbol]: 5 });
    const { ALL_PROPERTIES, ONLY_ENUMERABLE, SKIP_SYMBOLS } = binding['constants'];
    const list = (object: object, filter: number) => binding['getOwnNonIndexProperties'](object, filter);
    expect(list(array, ALL_PROPERTIES)).toEqual(['length', 'a', '-1', '4294967295', symbol]);
    expect(list(array, ONLY_ENUMERABLE | SKIP_SYMBOLS)).toEqual(['a', '-1', '4294967295']);
    expect(list(Object.assign(new Uint8Array(3), { own: 1 }), ONLY_ENUMERABLE)).toEqual(['own']);
    expect(list(Object('abc'), ALL_PROPERTIES)).toEqual(['length']);
  });

  it('that load late are values from the first look on', () => {
    const target: Record<string, unknown> = {};
    binding['defineLazyProperties'](target, 'util', ['inspect', 'format'], false);
    expect(Object.keys(target)).toEqual([]);
    expect(target['inspect']).toBe(util.inspect);
    expect(Object.getOwnPropertyDescriptor(target, 'inspect')).toMatchObject({
      writable: true,
      enumerable: false,
    });
    target['format'] = 'replaced';
    expect(target['format']).toBe('replaced');
  });

  it('by private symbols are seen by nobody, inherited by nobody, and survive freezing', () => {
    const symbol = binding['privateSymbols'].transfer_mode_private_symbol;
    const frozen = Object.freeze({});
    (frozen as Any)[symbol] = 3;
    expect((frozen as Any)[symbol]).toBe(3);
    expect(Reflect.ownKeys(frozen)).toEqual([]);
    expect(Object.create(frozen)[symbol]).toBeUndefined();
    expect(util.inspect(frozen)).toBe('{}');
  });
});

describe('names and frames', () => {
  it('an object is called after what made it', () => {
    class Own extends Map {}
    const bare = <T extends object>(value: T): T => Object.setPrototypeOf(value, null);
    const values = [
      new Map(),
      new Own(),
      Object.create(null),
      bare(new Map()),
      bare([]),
      bare(() => {}),
      bare(new Error('x')),
    ];
    expect(values.map((value) => binding['getConstructorName'](value))).toEqual([
      'Map',
      'Own',
      'Object',
      'Map',
      'Array',
      'Function',
      'Error',
    ]);
  });

  it('frames have the place of the call, and the hook for stacks is put back', () => {
    const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    const limit = Error.stackTraceLimit;
    const library = function caller() {
      return binding['getCallSites'](2);
    };
    const [site] = (function outer() {
      return library();
    })();
    expect(site).toMatchObject({
      functionName: 'outer',
      scriptName: expect.stringContaining('util.test.ts'),
    });
    expect(site.lineNumber).toBeGreaterThan(1);
    expect(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')).toEqual(prepare);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it('an accessor that stands for the hook is put back, and has not been called', () => {
    const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    const assigned: unknown[] = [];
    const accessor = {
      get: () => undefined,
      set: (value: unknown) => void assigned.push(value),
      enumerable: false,
      configurable: true,
    };
    Object.defineProperty(Error, 'prepareStackTrace', accessor);
    try {
      binding['getCallSites'](2);
      expect(assigned).toEqual([]);
      expect(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')).toEqual(accessor);
    } finally {
      if (prepare) Object.defineProperty(Error, 'prepareStackTrace', prepare);
      else delete (Error as Any).prepareStackTrace;
    }
  });

  it('stacks of Firefox and WebKit are read', () => {
    const firefox =
      'run@http://localhost/app.js:10:5\nasync*outer/inner/<@http://localhost/app.js:3:1\n@node:internal/x:1:2';
    expect(parseStack(firefox)).toEqual([
      { functionName: 'run', scriptName: 'http://localhost/app.js', lineNumber: 10, columnNumber: 5 },
      { functionName: '', scriptName: 'http://localhost/app.js', lineNumber: 3, columnNumber: 1 },
      { functionName: '', scriptName: 'node:internal/x', lineNumber: 1, columnNumber: 2 },
    ]);
  });

  it('a file in `node_modules` is told from one of the program', () => {
    const inModule = new Function(
      `return arguments[0]();\n//# sourceURL=file:///app/node_modules/x/index.js`,
    );
    const asked = () => binding['isInsideNodeModules']();
    expect(asked()).toBe(false);
    const direct = new Function(
      'binding',
      `return binding.isInsideNodeModules();\n//# sourceURL=/app/node_modules/x/i.js`,
    );
    expect(direct(binding)).toBe(true);
    expect(inModule(asked)).toBe(false);
  });

  it('standard streams are pipes, other descriptors files', () => {
    const types = ['TCP', 'TTY', 'UDP', 'FILE', 'PIPE', 'UNKNOWN'];
    expect([0, 1, 2, 3].map((fd) => types[binding['guessHandleType'](fd)])).toEqual([
      'PIPE',
      'PIPE',
      'PIPE',
      'FILE',
    ]);
  });

  it('has what the library takes out of the binding of Node', () => {
    const names = Object.getOwnPropertyNames(nodeBinding('util')).filter((name) => !name.startsWith('is'));
    expect(names.filter((name) => !(name in binding))).toEqual([]);
  });
});
