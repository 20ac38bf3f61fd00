import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logOfNode, logOfOurs } from './run-program.ts';

describe('instrumented code', () => {
  /** Each kind of suspension races against a chain of counted microtasks: one tick more or less shows. */
  const SUSPENSIONS: Record<string, string> = {
    'an await of a value': 'await 1',
    'an await of a promise': 'await Promise.resolve()',
    'an await of a rejection':
      'try { await Promise.reject() } catch { note("caught") } finally { note("finally") }',
    'an await of a thenable': 'await { then(r) { note("then"); r() } }',
    'an await of a subclass': 'await new (class extends Promise {})((r) => r())',
    'keywords without a space': 'try{throw(1)}catch{}for await(const x of[await(2)])note(x);await(await[3])',
    'an async function': 'await (async () => {})()',
    'an async function that returns a promise': 'await (async () => Promise.resolve())()',
    'an async function that returns a thenable': 'await (async () => ({ then(r) { r() } }))()',
    'an async function that returns an await':
      'await (async () => { try { return await 1 } finally { note("f") } })()',
    'a chain of then':
      'await Promise.resolve().then(() => {}).then(() => Promise.resolve()).finally(() => {})',
    'a for await over an array': 'for await (const x of [1, Promise.resolve(2)]) note(x)',
    'a for await over an async generator':
      'for await (const x of (async function* () { yield 1; yield Promise.resolve(2) })()) note(x)',
    'a for await that breaks':
      'for await (const x of (async function* () { try { yield 1 } finally { await 1; note("f") } })()) break',
    'a for await over an array that breaks': 'for await (const x of [1]) break',
    'a delegating generator':
      'for await (const x of (async function* () { yield* (async function* () { yield 1 })(); yield* [2]; return 3 })()) note(x)',
    'a generator that returns':
      'note((await (async function* () { return Promise.resolve(4) })().next()).value)',
    'a generator that is returned':
      'const g = (async function* () { try { yield 1 } finally { note("f") } })(); await g.next(); await g.return(5)',
    'Promise.all': 'await Promise.all([1, Promise.resolve(), (async () => { await 1 })()])',
    'Array.fromAsync': 'note(await Array.fromAsync([1, 2], async (x) => x))',
    'await using': '{ await using x = { async [Symbol.asyncDispose]() { note("dispose") } }; } note("out")',
    'await using of null': '{ await using x = null; } note("out")',
  };

  for (const [name, code] of Object.entries(SUSPENSIONS)) {
    test(`takes as many ticks as before for ${name}`, async () => {
      const body = `
        const clock = (async () => { for (let tick = 1; tick <= 14; tick += 1) { await null; note('tick', tick) } })();
        ${code};
        note('done');
        await clock`;
      const [ours, nodes] = await Promise.all([logOfOurs(body), logOfNode(body)]);
      expect(ours).toEqual(nodes);
    });
  }

  test('logs what it logs in Node, whatever the program', async () => {
    await fc.assert(
      fc.asyncProperty(program(), async (body) => {
        const [ours, nodes] = await Promise.all([logOfOurs(body), logOfNode(body)]);
        expect(ours).toEqual(nodes);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

/** Random async programs: functions that call each other, throw, set frames and suspend in every way. */
function program(): fc.Arbitrary<string> {
  const name = fc.constantFrom('a', 'b', 'c');
  const { statements } = fc.letrec<{ statements: string; statement: string; value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        '1',
        'null',
        'Promise.resolve(2)',
        'sleep()',
        'Promise.reject("r")',
        'thenable()',
        'Promise.resolve(thenable())',
      ),
      name.map((run) => `als.run("${run}", () => sleep())`),
      tie('statements').map((body) => `(async () => { ${body} })()`),
      fc.tuple(name, tie('statements')).map(([run, body]) => `als.run("${run}", async () => { ${body} })`),
      tie('statements').map((body) => `Promise.resolve().then(() => { ${asSync(body)} })`),
      fc.tuple(tie('value'), tie('value')).map(([x, y]) => `Promise.allSettled([${x}, ${y}])`),
      tie('value').map((value) => `(async () => ${value})()`),
      tie('statements').map((body) => `(async function* () { ${body}; yield 1 })().next()`),
    ),
    statement: fc.oneof(
      { depthSize: 'small' },
      fc.constant('log("x")'),
      name.map((frame) => `als.enterWith("${frame}"); log("entered")`),
      fc.constant('if (Math.min(1, 2) === 1) throw "thrown"'),
      tie('value').map(
        (value) => `try { log("got", typeof await ${value}) } catch (e) { log("failed", typeof e) }`,
      ),
      tie('value').map((value) => `await ${value}`),
      tie('value').map((value) =>
        `${value}.then?.(() => log("then"), () => log("rejected"))`.replace(/^(1|null)\./, '(5).'),
      ),
      fc
        .tuple(tie('statements'), tie('statements'), tie('statements'))
        .map(
          ([body, handler, end]) =>
            `try { ${body} } catch (e) { log("catch"); ${handler} } finally { log("finally"); ${end} }`,
        ),
      fc
        .tuple(tie('value'), tie('statements'), fc.constantFrom('', 'break', 'continue'))
        .map(
          ([value, body, jump]) => `for await (const x of [${value}, 2]) { log("item"); ${body}; ${jump} }`,
        ),
      fc
        .tuple(tie('statements'), tie('statements'), fc.constantFrom('', 'break'))
        .map(
          ([inner, body, jump]) =>
            `for await (const x of (async function* () { try { yield 1; ${inner}; yield sleep() } finally { log("end") } })()) { log("item"); ${body}; ${jump} }`,
        ),
    ),
    statements: fc
      .array(tie('statement'), { maxLength: 3 })
      .map((list) => list.map((s) => `${s};`).join('\n')),
  }));
  return statements.map(
    (body) => `
    const thenable = () => ({ then(resolve) { log('then'); resolve(3) } });
    try { ${body} } catch (e) { log('end', typeof e) }`,
  );
}

/** The same statements where `await` cannot be: as a started async function. */
function asSync(body: string): string {
  return `return (async () => { ${body} })()`;
}
