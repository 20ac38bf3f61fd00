import { describe, expect, test } from 'vitest';
import { logOfNode, logOfOurs } from './run-program.ts';

/** Every program has these. */
const HELPERS = `
const later = (value) => sleep().then(() => value);
const fail = (reason) => sleep().then(() => { throw reason });
async function* source() { try { log('s0'); yield 1; log('s1'); yield 2; log('s2') } finally { log('sf') } }
`;

const PROGRAMS: Record<string, Record<string, string>> = {
  'an await': {
    'goes on in the frame it began in': `await als.run('a', async () => { await null; log(1); await later(); log(2) }); log(3)`,
    'takes the frame that its operand leaves': `await als.run('a', async () => { await (als.enterWith('b'), null); log(1) })`,
    'keeps what an async function sets before its first await': `
      const enter = async () => { als.enterWith('set') };
      await als.run('a', async () => { await enter(); log(1) })`,
    'loses what an async function sets after its first await': `
      const enter = async () => { await null; als.enterWith('set') };
      await als.run('a', async () => { await enter(); log(1) })`,
    'works in a template, an optional chain, a computed key and an assignment target': `
      await als.run('a', async () => {
        log(\`\${await later('t')} \${(await later({ f: () => 5 }))?.f?.()}\`);
        const o = { [await later('k')]: await later(1) };
        o.k += await later(2); o.c ??= await later(3); [o.d, o.e = await later(4)] = [await later(1)];
        log(JSON.stringify(o), (await later(2)) ** 2);
      })`,
    'works in the heads of loops and switches': `
      await als.run('a', async () => {
        switch (await later(1)) { case await later(1): log('case'); default: await later(); log('default') }
        do log('do'); while (await later(0));
        for (let i = await later(0); i < await later(1); i += await later(1)) log('for');
        for (const x of await later([1])) log('of');
      })`,
    'works in arrow functions with expression bodies': `
      await als.run('a', async () => {
        const object = async () => ({ a: await later(1) });
        const comma = async () => (await later(1), log('comma'));
        const lines = async (x) =>
          await later(1);
        await object(); await comma(); await lines(); log('end');
      })`,
    'works in methods, parameters and classes': `
      await als.run('a', async () => {
        const o = { async m() { await later(); log('m') }, get x() { return log('get') } };
        await o.m(); o.x;
        const f = async (a, b = async () => { await later(); log('default') }) => b();
        await f();
        class A extends (await later(Object)) {
          static [await later('z')] = 1;
          static field = async () => { await later(); log('field') };
          static { log('block') }
          async #p() { await later(); log('private') }
          async q() { await this.#p() }
        }
        await A.field(); await new A().q();
      })`,
    'calls the then of a foreign thenable in its frame': `
      const thenable = { then(r) { log('then'); als.enterWith('inside'); r(1) } };
      await als.run('a', async () => { await thenable; log(1) });
      await als.run('b', async () => thenable);
      await als.run('c', async () => { return { then(r) { log('literal'); r() } } });
      await als.run('d', async (x = thenable) => x);
      class Sub extends Promise { then(...args) { log('sub'); return super.then(...args) } }
      await als.run('e', async () => { await Sub.resolve(1); log(2) });
      await als.run('f', () => Promise.resolve().then(() => { als.enterWith('g'); return thenable }));`,
    'reads the then of an operand as often as it has to': `
      let reads = 0;
      const thenable = { get then() { reads += 1; return (r) => r(5) } };
      note(await thenable, reads);`,
    'rejects with what the getter of then throws': `
      try { await { get then() { throw 'getter' } } } catch (e) { log(e) }`,
  },
  'a catch or finally': {
    'runs in the frame of the await that failed': `
      await als.run('a', async () => { try { await fail(1) } catch { log('catch') } finally { log('finally') } log('end') });
      await als.run('b', async () => { try { als.enterWith('c'); await fail(1) } catch { log('catch') } })`,
    'runs in the frame that a synchronous throw leaves': `
      await als.run('a', async () => { try { await later(); als.enterWith('b'); throw 1 } catch { log('catch') } });
      await als.run('a', async () => { try { await later(); als.enterWith('b'); throw 1 } finally { log('f') } }).catch(() => {})`,
    'sees the frame of the last of several awaits': `
      await als.run('a', async () => {
        try { await later(); als.enterWith('b'); await later(); als.enterWith('c'); await fail(1) } catch { log('catch') }
        try { try { await fail(1) } finally { als.enterWith('inner') } } catch { log('outer') }
        try { await (async () => { als.enterWith('in f'); await fail(1) })() } catch { log('after f') }
      })`,
    'is right after a return out of the try block': `
      await als.run('a', async () => { try { return await later(1) } finally { log('f'); als.enterWith('x'); await 1; log('g') } })`,
    'is right in loops with continue and break': `
      await als.run('a', async () => {
        for (const x of [1, 2, 3]) { try { await fail(1) } catch { log(x); if (x === 2) break; continue } finally { log('fin') } }
      })`,
    'binds its parameter in that frame': `
      await als.run('a', async () => { try { await fail({}) } catch ({ b = log('default') }) { log('body') } })`,
  },
  'a for await': {
    'runs each body in the frame of the last call of next': `
      await als.run('a', async () => { for await (const x of source()) { log('body' + x); als.enterWith('f' + x) } log('end') })`,
    'closes the iterator in the frame of the body, and goes on in the iterator’s': `
      await als.run('a', async () => { for await (const x of source()) { als.enterWith('f' + x); break } log('end') });
      await als.run('a', async () => { try { for await (const x of source()) { als.enterWith('f' + x); throw 1 } } catch { log('catch') } });
      await als.run('a', async () => { try { for await (const x of source()) { als.enterWith('f' + x); return } } finally { log('finally') } })`,
    'takes sync iterables, and promises in them': `
      await als.run('a', async () => { for await (const x of [later(1), 2]) log('body' + x); log('end') });
      await als.run('b', async () => { try { for await (const x of [fail(1)]) log('never') } catch { log('catch') } })`,
    'takes a single statement, an else after it, and labels': `
      await als.run('a', async () => { if (1) for await (const y of [later(1)]) log('b'); else log(1); log('end') });
      await als.run('a', async () => { a: b: for await (const y of [later(1), later(2)]) { log('b'); continue a } log('end') })`,
    'is left for an outer loop': `
      const closing = () => (async function* () { try { yield 1; yield 2 } finally { await later() } })();
      await als.run('a', async () => { out: for (const x of [1, 2]) { for await (const y of closing()) { log(x, y); als.enterWith('y' + x); continue out } } log('end') });
      await als.run('a', async () => { out: while (log('test'), true) { for await (const y of closing()) { als.enterWith('y' + y); break out } } log('end') });
      await als.run('a', async () => { let n = 0; out: for (; log('test'), n++ < 2; log('update')) { for await (const y of closing()) { als.enterWith('y' + n); continue out } } log('end') });
      await als.run('a', async () => { block: { for await (const y of closing()) { als.enterWith('y'); break block } } log('end') })`,
    'destructures with defaults in the right frame': `
      await als.run('a', async () => { for await (const { a = log('default'), [log('key')]: b } of [{}, later({})]) log('body') });
      await als.run('a', async () => { let a; for await ([a = log('default')] of [[], later([])]) log('body') })`,
    'closes its iterator in the frame in which the body failed': `
      const closing = function* () { try { yield 1; yield 2 } finally { log('closed') } };
      await als.run('a', async () => { try { for await (const x of source()) { als.enterWith('b'); await als.run('c', () => fail(1)) } } catch { log('catch') } });
      await als.run('a', async () => { try { for (const x of closing()) { als.enterWith('b'); await als.run('c', () => fail(1)) } } catch { log('catch') } });
      await als.run('a', async () => { for (const x of closing()) { await later(); als.enterWith('b'); break } log('end') });
      await als.run('a', async () => { for (const x of new Map([[1, 2]])) await later(log(x)); for (const x of 'ab') await log(x) })`,
    'rejects what cannot be iterated': `
      try { for await (const x of 5) log(x) } catch (e) { log(e.name) }
      try { for await (const x of { [Symbol.asyncIterator]: () => 5 }) log(x) } catch (e) { log(e.name) }
      try { for (const x of 5) await x } catch (e) { log(e.name) }
      try { for (const x of { [Symbol.iterator]: () => 5 }) await x } catch (e) { log(e.name) }
      try { for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => 5 }) }) log(x) } catch (e) { log(e.name) }`,
  },
  'an async generator': {
    'is resumed in the frame of whoever calls it': `
      async function* g() {
        log('start'); const x = yield 1; log('after 1', x); await null; log('after await');
        als.enterWith('own'); const y = yield 2; log('after 2', y); try { yield 3 } finally { log('finally') }
      }
      const it = als.run('made', () => g());
      for (const n of ['n1', 'n2', 'n3']) await als.run(n, () => it.next(n));
      await als.run('n4', () => it.return('r'))`,
    'drains its queue in its own frame': `
      async function* g() { log('start'); await (yield 1); log('a'); als.enterWith('own'); yield 2; log('b'); try { yield 3 } finally { log('c') } }
      const it = g();
      await Promise.all(['q1', 'q2', 'q3', 'q4'].map((n) => als.run(n, () => it.next(n))));
      const other = g();
      await Promise.all([als.run('q1', () => other.next()), als.run('q2', () => other.next()), als.run('ret', () => other.return(Promise.resolve(1)))])`,
    'handles throw and return in the frame of the caller': `
      async function* g() { try { yield 1 } catch { log('catch'); const z = yield 'again'; log(z); return 'r' } finally { log('fin'); yield 'fin'; log('fin 2') } }
      const it = g();
      for (const [k, m, v] of [['a', 'next', 1], ['c', 'throw', 3], ['d', 'next', 4], ['e', 'return', 5], ['f', 'next', 6]]) {
        await als.run(k, () => it[m](v)).then((r) => log(JSON.stringify(r)))
      }`,
    'awaits what it yields and returns in its own frame': `
      async function* g() { try { yield Promise.reject(1) } catch { log('catch') } try { return 1 } finally { log('finally') } }
      await als.run('a', () => g().next());
      async function* h() { try { return Promise.reject(1) } catch { log('caught return') } }
      await als.run('b', () => h().next())`,
    'yields nothing and itself': `
      async function* g() { log(yield); log(yield yield 1); }
      const it = g(); for (const n of [1, 2, 3, 4]) await als.run('n' + n, () => it.next(n))`,
    'delegates in the frame of the caller': `
      async function* g() { log(yield* source()) }
      const it = g(); for (const n of ['a', 'b', 'c']) await als.run(n, () => it.next());
      const queued = g(); await Promise.all(['a', 'b', 'c'].map((n) => als.run(n, () => queued.next())));
      const sync = (async function* () { yield* [later(1), 2]; log('end') })(); for (const n of ['a', 'b', 'c']) await als.run(n, () => sync.next())`,
    'delegates every method': `
      const it = (async function* () {
        try {
          log('done', yield* { [Symbol.asyncIterator]() { let n = 0; return {
            next(v) { log('next', v); return later({ value: n++, done: n > 3 }) },
            return(v) { log('return', v); return { done: true, value: v } },
            throw(e) { log('throw', e); return later({ value: 'thrown', done: false }) } } } })
        } finally { log('finally') }
      })();
      for (const [k, m, v] of [['a', 'next', 1], ['b', 'next', 2], ['c', 'throw', 3], ['e', 'return', 5], ['f', 'next', 6]]) {
        await als.run(k, () => it[m](v)).then((r) => log(JSON.stringify(r)))
      }`,
  },
  'a promise': {
    'runs its callbacks in the frame of their registration': `
      const p = als.run('made', () => later(1));
      await als.run('b', () => p.then(() => log('then')));
      await als.run('c', () => fail(1).catch(() => log('catch')));
      await als.run('d', () => fail(1).finally(() => log('finally')).catch(() => log('after')));
      await als.run('e', () => p.finally(async () => { log('finally'); await 1; log('finally 2') }).then(() => log('then')))`,
    'does not leak what a callback sets': `
      await als.run('a', () => Promise.resolve().then(() => als.enterWith('leak')).then(() => log('clean')))`,
    'combines in the frames of its callers': `
      await als.run('a', async () => {
        await Promise.all([later(1), als.run('b', async () => { await later(1); log('b') })]); log('all');
        await Promise.allSettled([fail(1)]); log('settled'); await Promise.any([later(1)]); log('any'); await Promise.race([later(1)]); log('race')
      })`,
    'has a microtask queue that keeps frames': `
      await als.run('a', () => new Promise((r) => queueMicrotask(() => { log('microtask'); r() })))`,
    'can come from Array.fromAsync': `
      await als.run('a', () => Array.fromAsync([1, Promise.resolve(2)], (x) => log('map' + x)));
      await als.run('a', () => Array.fromAsync(source(), (x) => log('map' + x)));
      note(JSON.stringify(await Array.fromAsync({ length: 2, 0: later(1) })), JSON.stringify(await Array.fromAsync('ab')))`,
  },
  'explicit disposal': {
    'disposes in the frame of the end of the block, and goes on in it': `
      await als.run('a', async () => {
        {
          await using x = { async [Symbol.asyncDispose]() { log('dispose x'); await null; als.enterWith('lost') } };
          await using y = { async [Symbol.asyncDispose]() { log('dispose y'); await null } };
          als.enterWith('b');
        }
        log('end');
        try { using z = { [Symbol.dispose]() { log('dispose sync') } }; als.enterWith('c'); await als.run('d', () => fail(1)) } catch { log('catch') }
        try { await using z = { async [Symbol.asyncDispose]() { log('dispose z') } }; als.enterWith('c'); throw 1 } catch { log('catch') }
      })`,
  },
};

for (const [subject, programs] of Object.entries(PROGRAMS)) {
  describe(subject, () => {
    for (const [sentence, body] of Object.entries(programs)) {
      test(sentence, async () => {
        const ours = await logOfOurs(HELPERS + body);
        expect(ours).toEqual(await logOfNode(HELPERS + body));
        expect(ours.length).toBeGreaterThan(0);
      });
    }
  });
}
