import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slackOf } from '../../src/checks/pace.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { serverWith, unitWith } from './small-unit.ts';

const unit = unitWith(`
steps:
  - { id: home, request: GET / }
  - { id: other, request: GET /other }
checks:
  - id: answers
    title: The home page answers
    why: Because.
    expect: [{ of: home, status: 200 }]
    otherwise: 'The home page has status \${home.status}.'
  - id: other-answers
    title: The other page answers
    why: Because.
    needs: [answers]
    expect: [{ of: other, status: 200 }]
    otherwise: The other page does not.
hints: [{ checks: [answers, other-answers], text: Look. }]
`);

let engine: NativeEngine;
beforeAll(async () => {
  engine = await NativeEngine.boot();
});
afterAll(() => engine.teardown());

const check = async (files: Record<string, string>, limits = { start: 3000, request: 600 }) => {
  for (const path of await engine.list()) await engine.rm(path);
  return runChecks({ engine, unit, files, limits });
};

describe('a server that answers', () => {
  test('passes when all is as expected', async () => {
    const report = await check(serverWith('res.end("hello");'));
    expect(report).toMatchObject({ unit: '1-first', state: 'judged', passed: true, cause: undefined });
    expect(report.results.map(({ id, status, message }) => [id, status, message])).toEqual([
      ['answers', 'passed', ''],
      ['other-answers', 'passed', ''],
    ]);
  });

  test('fails with what was sent, expected and received, and what it logged', async () => {
    const report = await check(serverWith('console.log("asked"); res.statusCode = 418; res.end("teapot");'));
    expect(report.cause).toMatchObject({
      id: 'answers',
      status: 'failed',
      message: 'The home page has status 418.',
      sent: 'GET /',
      expected: ['status 200'],
      received: expect.stringMatching(/^418 I'm a Teapot\n[\s\S]*\n\nteapot$/),
      hints: ['Look.'],
    });
    expect(report.cause?.log?.map(({ stream, data }) => [stream, data])).toContainEqual(['stdout', 'asked']);
  });

  test('what needs something that failed is not judged, and says of what', async () => {
    const { results } = await check(serverWith('res.statusCode = 500; res.end();'));
    expect(results[1]).toMatchObject({
      id: 'other-answers',
      status: 'not-judged',
      message: expect.stringContaining('The home page answers'),
    });
  });
});

describe('a server that does not start', () => {
  const cases: [string, Record<string, string>, string, RegExp][] = [
    [
      'has a syntax error',
      { 'server.mjs': 'const a = 1;\n  const b = ;\n' },
      'could-not-start',
      /`server.mjs`.*line 2, column 13.*Unexpected token/,
    ],
    [
      'has a syntax error in a file that it imports',
      { 'server.mjs': "import './routes/a.mjs';", 'routes/a.mjs': 'export const a = {;\n' },
      'could-not-start',
      /`routes\/a.mjs`.*line 1, column 19/,
    ],
    ['has a syntax error in CommonJS', { 'server.cjs': 'function (\n' }, 'could-not-start', /`server.cjs`/],
    [
      'imports a file that is not there',
      { 'server.mjs': "import './nowhere.mjs';" },
      'could-not-start',
      /`server.mjs` imports `.\/nowhere.mjs`/,
    ],
    [
      'imports a package that is not there',
      { 'server.mjs': "import 'left-padding';" },
      'could-not-start',
      /`server.mjs` imports `left-padding`/,
    ],
    [
      'requires a file that is not there',
      { 'server.cjs': "require('./gone')" },
      'could-not-start',
      /`server.cjs` imports `.\/gone`/,
    ],
    [
      'imports a name that is not exported',
      { 'server.mjs': "import { x } from './a.mjs';", 'a.mjs': '' },
      'could-not-start',
      /does not provide an export named 'x'/,
    ],
    [
      'has no first file',
      { 'main.mjs': '' },
      'could-not-start',
      /no `server.mjs`, `server.js` or `server.cjs`/,
    ],
    [
      'ends at once',
      { 'server.mjs': 'console.log("bye")' },
      'could-not-start',
      /ended \(with exit code 0\) before it listened on port 3000/,
    ],
    [
      'throws while it starts',
      { 'server.mjs': 'null.listen()' },
      'crashed',
      /exit code 1.*TypeError: Cannot read properties of null/,
    ],
    [
      'exits with a code',
      { 'server.mjs': 'console.error("no database"); process.exit(3)' },
      'crashed',
      /exit code 3.*no database/,
    ],
    [
      'listens twice',
      { 'server.mjs': `${serverWith('res.end()')['server.mjs']}createServer().listen(process.env.PORT);` },
      'crashed',
      /listens there already/,
    ],
    [
      'never listens',
      { 'server.mjs': 'console.log("thinking"); setInterval(() => {}, 1000)' },
      'timed-out',
      /nothing listens on port 3000.*thinking/,
    ],
    [
      'waits for ever before it listens',
      { 'server.mjs': 'setInterval(() => {}, 1000); await new Promise(() => {});' },
      'timed-out',
      /nothing listens on port 3000.*printed nothing/,
    ],
    ['loops for ever', { 'server.mjs': 'while (true) {}' }, 'timed-out', /look for a loop/],
    [
      'listens on another port',
      { 'server.mjs': serverWith('res.end()')['server.mjs']!.replace('process.env.PORT', '8123') },
      'timed-out',
      /listens on port 8123.*told to listen on 3000/,
    ],
  ];

  test.each(cases)('because it %s', async (_name, files, state, message) => {
    const report = await check(files);
    expect(report).toMatchObject({ state, passed: false });
    expect(report.cause).toMatchObject({ id: 'start', status: state });
    expect(report.cause?.message).toMatch(message);
    expect(report.results.slice(1).map(({ status }) => status)).toEqual(['not-judged', 'not-judged']);
  });

  test('a syntax error has a place', async () => {
    const report = await check({ 'server.mjs': 'const a = 1;\n  const b = ;\n' });
    expect(report.cause?.place).toEqual({ file: 'server.mjs', line: 2, column: 13 });
  });
});

describe('a server that stops answering', () => {
  test('a handler that never answers is timed out, and named', async () => {
    const report = await check(serverWith('if (req.url !== "/") res.end();'));
    expect(report.cause).toMatchObject({
      id: 'answers',
      status: 'timed-out',
      message: expect.stringMatching(/`GET \/` got no answer in/),
      received: expect.stringContaining('no answer in'),
    });
  });

  test('an endless loop in a handler is timed out, and the checks come to an end', async () => {
    const report = await check(serverWith('while (true) {}'));
    expect(report.cause?.status).toBe('timed-out');
    expect(report.milliseconds).toBeLessThan(10_000);
  });

  test('a server that goes down is a crash, with its exit code, the request before it and the error', async () => {
    const report = await check(serverWith('setTimeout(() => { throw new RangeError("out of ink"); });'));
    expect(report.cause).toMatchObject({ id: 'answers', status: 'crashed' });
    expect(report.cause?.message).toMatch(
      /went down with exit code 1 after `GET \/`.*RangeError: out of ink/,
    );
  });

  test('a server that goes down after it has answered is a crash of what comes next', async () => {
    const report = await check(
      serverWith(
        'res.end("last words"); setTimeout(() => process.exit(9), 20); while (performance.now() % 50 < 45) {}',
      ),
    );
    const crashed = report.results.filter(({ status }) => status === 'crashed' || status === 'not-judged');
    expect(report.passed ? 'passed' : crashed.length).not.toBe(0);
  });

  test('endless output neither fills the memory nor keeps the checks from ending', async () => {
    const report = await check(
      serverWith(
        'const say = () => { console.log("x".repeat(1000)); setImmediate(say); }; say(); res.end();',
      ),
    );
    expect(report.passed).toBe(true);
  });
});

describe('what is not the learner’s fault', () => {
  test('a sandbox that fails is said to be our fault', async () => {
    const broken: Engine = Object.assign(Object.create(engine), {
      mount: () => Promise.reject(new EngineError('ERR_ENGINE_CRASHED', 'The worker is gone.')),
    });
    const report = await runChecks({ engine: broken, unit, files: {} });
    expect(report).toMatchObject({ state: 'our-fault', passed: false });
    expect(report.cause?.message).toContain('The worker is gone.');
  });

  test('an aborted run rejects with its reason and leaves nothing running', async () => {
    const leaving = new AbortController();
    const run = runChecks({
      engine,
      unit,
      files: serverWith(''),
      signal: leaving.signal,
      onProgress: ({ doing }) => {
        if (doing.includes('GET /')) setTimeout(() => leaving.abort(new Error('enough')), 50);
      },
    });
    await expect(run).rejects.toThrow('enough');
    await expect(engine.request(3000, { method: 'GET', path: '/', headers: [] })).rejects.toMatchObject({
      reason: 'ECONNREFUSED',
    });
  });

  test('progress is told step by step, from the start to the end', async () => {
    const told: string[] = [];
    for (const path of await engine.list()) await engine.rm(path);
    await runChecks({
      engine,
      unit,
      files: serverWith('res.end();'),
      onProgress: ({ done, of, doing }) => told.push(`${done}/${of} ${doing}`),
    });
    expect(told).toEqual([
      '0/2 Starting your server',
      '0/2 GET /',
      '1/2 GET /other',
      '2/2 Reading the answers and the log',
    ]);
  });
});

describe('files that are changed while the server runs', () => {
  const pages = unitWith(`
values: { word: { word: 8 } }
steps:
  - { id: whole, request: GET / }
  - spoil: { files: '^views/', but: [views/home.txt], text: '\${word}' }
  - { id: spoiled, request: GET / }
  - spoil: { files: '^views/error', text: null }
  - { id: gone, request: GET / }
  - mend: true
  - { id: mended, request: GET / }
  - wait: { file: seen.log, log: { structured: true }, count: 4, for: 3000 }
checks:
  - id: pages
    title: The page is read anew
    why: Because.
    otherwise: It is not.
    expect:
      - { of: [whole, mended], body: { equals: 'home error' } }
      - { of: spoiled, body: { equals: 'home \${word}' } }
      - { of: gone, body: { equals: home } }
      - log: { file: seen.log, where: { json: { url: / } }, count: 4 }
hints: [{ checks: [pages], text: Look. }]
`);

  test('are spoiled, removed, and put back', async () => {
    for (const path of await engine.list()) await engine.rm(path);
    const server = serverWith(`
  const read = (name) => { try { return fs.readFileSync('views/' + name, 'utf8'); } catch { return ''; } };
  setTimeout(() => fs.appendFileSync('seen.log', JSON.stringify({ url: req.url }) + '\\n'), 20);
  res.end([read('home.txt'), read('error.txt')].join(' ').trim());`);
    const files = {
      'server.mjs': `import fs from 'node:fs';\n${server['server.mjs']}`,
      'views/home.txt': 'home',
      'views/error.txt': 'error',
    };
    const report = await runChecks({ engine, unit: pages, files });
    expect(report.results).toEqual([expect.objectContaining({ id: 'pages', status: 'passed' })]);
  });
});

describe('a machine that has no time for limits of time', () => {
  const paced = unitWith(`
steps:
  - { id: home, request: GET / }
pace: { of: home, within: 20 }
checks:
  - id: answers
    title: The home page answers
    why: Because.
    expect: [{ of: home, status: 200, within: 20 }]
    otherwise: It does not.
hints: [{ checks: [answers], text: Look. }]
`);
  const late = (status: number): Record<string, string> =>
    serverWith(`res.statusCode = ${status}; setTimeout(() => res.end(), 60);`);
  const run = async (files: Record<string, string>) => {
    for (const path of await engine.list()) await engine.rm(path);
    const doing: string[] = [];
    const report = await runChecks({
      engine,
      unit: paced,
      files,
      onProgress: (each) => doing.push(each.doing),
    });
    return { report, repeats: doing.filter((text) => text.includes('once more')).length };
  };

  test('is asked again, and what fails each time is told with a doubt', async () => {
    const { report, repeats } = await run(late(500));
    expect(repeats).toBe(2);
    expect(report.pace).toBeGreaterThan(20);
    expect(report.cause?.message).toMatch(/^This computer is busy: .*: It does not\.$/);
  });

  test('gets for each limit what it needs to answer at all, and never so much that what is late would pass', () => {
    expect(slackOf({ slowest: 30, within: 150 })).toBe(160);
    expect(slackOf({ slowest: 4000, within: 150 })).toBe(400);
    expect(slackOf(undefined)).toBe(0);
  });
});
