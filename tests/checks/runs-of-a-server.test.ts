import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mismatchesOfJson } from '../../src/checks/match.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { jsonMatcherSchema } from '../../src/course/schema/matchers.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { unitWith } from './small-unit.ts';

const server = `
import { createServer } from 'node:http';
const server = createServer((req, res) => {
  if (req.url === '/slow') return void setTimeout(() => res.end('slow'), 700);
  res.end('ok');
  if (req.url === '/end') setTimeout(() => { console.log('ending', process.env.ROUND); server.close(() => process.exit(3)); }, 20);
});
server.on('error', (error) => { console.error(error.code); process.exit(4); });
server.listen(process.env.PORT, () => console.log('listening'));
`;

let engine: NativeEngine;
beforeAll(async () => {
  engine = await NativeEngine.boot();
});
afterAll(() => engine.teardown());

/** Whether each of these conditions, by the name of its check, holds after the steps. */
async function judge(steps: string, conditions: Readonly<Record<string, string>>) {
  for (const path of await engine.list()) await engine.rm(path);
  const unit = unitWith(`
run: { preload: [first.mjs, other.mjs] }
steps:
${steps}
checks:
${Object.entries(conditions)
  .map(
    ([id, expected]) =>
      `  - { id: ${id}, title: It is so, why: Because., expect: [${expected}], otherwise: It is not. }`,
  )
  .join('\n')}
hints: [{ checks: [${Object.keys(conditions).join(', ')}], text: Look. }]
`);
  const files = { 'server.mjs': server, 'other.mjs': 'console.log("first of all");' };
  const { results } = await runChecks({ engine, unit, files });
  return Object.fromEntries(results.map(({ id, status }) => [id, status]));
}

describe('runs of a server', () => {
  test('each has its own end and its own log; an end that is part of the test is no crash', async () => {
    const steps = `
  - start: { id: one, ends: true, env: { ROUND: first } }
  - { id: slow, request: GET /slow, background: true }
  - { id: last, request: GET /end }
  - wait: { log: { contains: ending } }
  - { id: late, request: GET / }
  - wait: { answers: slow }
  - wait: { exit: true }
  - start: { id: two, env: { ROUND: second } }
  - { id: again, request: GET / }`;
    expect(
      await judge(steps, {
        'in-flight': '{ of: slow, status: 200, complete: true, body: { equals: slow } }',
        'turned-away': '{ of: late, answered: false }',
        'ended-with-3': '{ run: one, alive: false, exit-code: 3 }',
        'ended-badly': '{ run: one, exit-code: failure }',
        'ended-well': '{ run: one, exit-code: 0 }',
        'log-of-one': '{ run: one, log: { where: { contains: ending first }, count: 1 } }',
        'log-of-two': '{ run: two, log: { where: { contains: ending }, count: 1 } }',
        'two-is-alive': '{ run: two, alive: true }',
        preloaded: '{ log: { where: { equals: first of all }, count: 2 } }',
      }),
    ).toEqual({
      'in-flight': 'passed',
      'turned-away': 'passed',
      'ended-with-3': 'passed',
      'ended-badly': 'passed',
      'ended-well': 'failed',
      'log-of-one': 'passed',
      'log-of-two': 'failed',
      'two-is-alive': 'passed',
      preloaded: 'passed',
    });
  });

  test('one whose port is taken is watched until it ends', async () => {
    const steps = `
  - start: { id: refused, port-taken: true }
  - start: { id: fine }
  - { id: home, request: GET / }`;
    expect(
      await judge(steps, {
        failed: '{ run: refused, exit-code: 4, log: { where: { contains: EADDRINUSE } } }',
        claims: '{ run: refused, log: { where: { contains: listening } } }',
        answers: '{ of: home, status: 200 }',
        'fine-is-alive': '{ run: fine, alive: true }',
      }),
    ).toEqual({ failed: 'passed', claims: 'failed', answers: 'passed', 'fine-is-alive': 'passed' });
  });

  test('a connection that is held open keeps a closing server from its end', async () => {
    const steps = `
  - start: { id: held, ends: true }
  - hold-open: "GET /half HTTP/1.1\\r\\nHost: localhost\\r\\n"
  - { id: last, request: GET /end }
  - wait: { exit: true, for: 600 }
  - start: { id: free, ends: true }
  - { id: last-again, request: GET /end }
  - wait: { exit: true, for: 3000 }`;
    expect(
      await judge(steps, {
        'held-lives': '{ run: held, alive: true }',
        'free-ends': '{ run: free, alive: false }',
      }),
    ).toEqual({ 'held-lives': 'passed', 'free-ends': 'passed' });
  });
});

describe('lists in JSON', () => {
  const value = { events: [{ n: 1, tags: { path: '/a' } }, { n: 2, tags: { path: '/b' } }, { n: 2 }] };
  const misses = (matcher: unknown) =>
    mismatchesOfJson(value, jsonMatcherSchema.parse({ events: { items: matcher } })).length > 0;

  test('are asked how many of their entries are like something', () => {
    expect(misses({ where: { n: 2 } })).toBe(false);
    expect(misses({ where: { n: 2 }, count: 2 })).toBe(false);
    expect(misses({ where: { n: 2 }, count: 1 })).toBe(true);
    expect(misses({ where: { n: 3 } })).toBe(true);
    expect(misses({ where: { n: 3 }, count: 0 })).toBe(false);
    expect(misses({ where: { n: { min: 1 }, 'tags.path': { present: true } }, count: 2 })).toBe(false);
  });

  test('are searched for a text at any depth', () => {
    const matcher = (anywhere: unknown) => jsonMatcherSchema.parse({ $: { anywhere } });
    expect(mismatchesOfJson(value, matcher({ contains: '/b' }))).toEqual([]);
    expect(mismatchesOfJson(value, matcher({ contains: 'path' }))).toEqual([]);
    expect(mismatchesOfJson(value, matcher({ lacks: '/b' }))).toHaveLength(1);
  });
});
