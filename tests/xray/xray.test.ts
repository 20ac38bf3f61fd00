import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { treeFromFlat } from '../../src/files/file-tree.ts';
import { createRequest, textFromBytes } from '../../src/http/message.ts';
import { instrument } from '../../src/xray/instrument.ts';
import { lineCounts, type Trace, tracesFrom } from '../../src/xray/trace.ts';

const recorder = readFileSync(new URL('../../src/xray/recorder.cjs', import.meta.url), 'utf8');

let engine: NativeEngine | undefined;
afterEach(async () => {
  await engine?.teardown();
  engine = undefined;
});

interface Traced {
  readonly bodies: readonly string[];
  readonly traces: readonly Trace[];
}

async function trace(code: string, paths: readonly string[], { atOnce = false } = {}): Promise<Traced> {
  const { files, probes } = instrument({ 'server.mjs': code });
  engine = await NativeEngine.boot();
  await engine.mount(treeFromFlat({ ...files, '.xray/recorder.cjs': recorder }));
  const listening = Promise.withResolvers<void>();
  engine.on('server-ready', () => listening.resolve());
  const process = await engine.spawn('node', ['--require', './.xray/recorder.cjs', 'server.mjs'], {
    env: { PORT: '3000' },
  });
  await Promise.race([listening.promise, process.exit]);
  const one = async (path: string): Promise<string> => {
    const response = await (engine as NativeEngine).request(3000, createRequest({ path }));
    return `${response.status} ${textFromBytes(response.body)}`;
  };
  const bodies: string[] = [];
  if (atOnce) bodies.push(...(await Promise.all(paths.map(one))));
  else for (const path of paths) bodies.push(await one(path));
  // The last notes of a request are written when its answer has been handed over, which may be after it arrived.
  const traces = await vi.waitFor(
    async () => {
      const text = textFromBytes(await (engine as NativeEngine).readFile('.xray/trace.ndjson'));
      const found = tracesFrom(text, probes);
      expect(found.filter(({ took }) => took !== undefined)).toHaveLength(paths.length);
      return found;
    },
    { timeout: 10_000 },
  );
  return { bodies, traces };
}

const server = `import express from 'express'
const app = express()
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
app.get('/books/:id', async (req, res) => {
  const id = Number(req.params.id)
  for (let i = 0; i < id; i++) await sleep(5)
  if (id > 2) throw new Error('no such book')
  res.json({ id })
})
app.get('/retry', async (req, res) => {
  try {
    await Promise.reject(new Error('once'))
  } catch (error) {
    res.json({ said: error.message })
  }
})
app.use((err, req, res, next) => {
  res.status(500).json({ error: err.message })
})
app.listen(process.env.PORT)
`;

describe('the path of a request', () => {
  test('which lines ran and how often, where it was thrown and what caught it', async () => {
    const { bodies, traces } = await trace(server, ['/books/2', '/books/3', '/retry']);
    expect(bodies).toEqual(['200 {"id":2}', '500 {"error":"no such book"}', '200 {"said":"once"}']);
    const [fine, failing, retry] = traces;
    expect(fine).toMatchObject({ method: 'GET', path: '/books/2', status: 200, thrown: [], caught: [] });
    expect([...lineCounts(fine as Trace, 'server.mjs').keys()]).toEqual(expect.arrayContaining([5, 6, 7, 8]));
    expect(lineCounts(fine as Trace, 'server.mjs').get(6)).toBe(3);
    expect(failing).toMatchObject({
      status: 500,
      thrown: [{ file: 'server.mjs', line: 7 }],
      caught: [{ file: 'server.mjs', line: 17 }],
    });
    expect(failing?.steps.find(({ kind }) => kind === 'caught')?.text).toBe('Error: no such book');
    expect(retry).toMatchObject({ thrown: [{ line: 12 }], caught: [{ line: 13 }] });
  });

  test('how long each await took, and the values of simple variables by then', async () => {
    const { traces } = await trace(server, ['/books/2']);
    const waits = traces[0]?.steps.filter(({ kind }) => kind === 'waited') ?? [];
    expect(waits).toHaveLength(2);
    for (const { waited, line } of waits) {
      expect(line).toBe(6);
      expect(waited).toBeGreaterThanOrEqual(4);
    }
    expect(traces[0]?.steps.at(-1)?.values).toContainEqual(['id', '2']);
  });

  test('two requests at once keep their own paths', async () => {
    const { traces } = await trace(server, ['/books/2', '/books/1'], { atOnce: true });
    for (const { path, steps } of traces) {
      const id = path.split('/')[2];
      expect(steps.at(-1)?.values).toContainEqual(['id', id]);
      expect(steps.filter(({ kind }) => kind === 'waited')).toHaveLength(Number(id));
    }
  });
});

test('a file that cannot be read is left as it is, and other languages are', () => {
  const files = { 'broken.mjs': 'const x = = 1', 'views/error.ejs': '<p>' };
  expect(instrument(files)).toEqual({ files, probes: [], moved: {} });
});

const programs: Readonly<Record<string, string>> = {
  'a bare branch without semicolons':
    'let x = 0\nif (x === 0) x = await Promise.resolve(7)\nelse x = 1\nconsole.log(x)',
  'an arrow that returns an object': 'const f = () => ({ a: 1 })\nconsole.log(f().a, f.name, f.length)',
  'directives, which stay first':
    "function f() { 'use strict'; return this }\nconsole.log(f() === undefined)",
  'declared lengths and names': 'const h = (err, req, res, next) => err\nconsole.log(h.length, h.name)',
  'loops, labels and switches':
    "out: for (const a of [1, 2]) { switch (a) { case 2: console.log('two'); break out; default: console.log('other') } }",
  'destructuring with defaults':
    'const { a = 1, ...rest } = { b: 2 }; const [, c] = [1, 3]\nconsole.log(a, rest.b, c)',
  'classes with fields and super':
    'class A { x = () => 1; constructor() { this.y = 2 } }\nclass B extends A { constructor() { super(); this.z = 3 } }\nconst b = new B()\nconsole.log(b.x(), b.y, b.z)',
  'generators and `for await`':
    'async function* g() { yield 1; yield 2 }\nlet sum = 0\nfor await (const n of g()) sum += n\nconsole.log(sum)',
  'loops without braces': 'let n = 0\ndo n++; while (n < 3)\nwhile (n > 0) n--\nif (n) ; else console.log(n)',
  'an await of an await': 'console.log(await await Promise.resolve(5))',
  'the order of microtasks':
    "Promise.resolve().then(() => console.log('then'))\nawait null\nconsole.log('after')",
};

test.each(Object.entries(programs))('%s mean the same with probes in them', async (_name, code) => {
  const { files } = instrument({ 'server.mjs': code });
  expect((files['server.mjs'] ?? '').split('\n').length).toBe(code.split('\n').length);
  engine = await NativeEngine.boot();
  const run = async (args: readonly string[]): Promise<string> => {
    const process = await (engine as NativeEngine).spawn('node', args);
    let output = '';
    await process.output.pipeTo(new WritableStream({ write: ({ data }) => void (output += data) }));
    return `${output}exit ${(await process.exit).code}`;
  };
  await engine.mount(treeFromFlat({ 'plain.mjs': code, ...files, '.xray/recorder.cjs': recorder }));
  const plain = await run(['plain.mjs']);
  expect(plain).toContain('exit 0');
  expect(await run(['--require', './.xray/recorder.cjs', 'server.mjs'])).toBe(plain);
});
