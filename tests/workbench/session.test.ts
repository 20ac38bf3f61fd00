import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../src/engine/errors.ts';
import { Session, type SessionLimits } from '../../src/workbench/session.ts';
import { FakeEngine, type FakeProgram, jsonResponse } from '../fixtures/fake-engine.ts';

const program = { entry: ['server.mjs'], env: {} };
const files = { 'server.mjs': 'x' };
const get = (path: string) => ({ method: 'GET', path, headers: [] });

let engines: FakeEngine[];
let behaviour: FakeProgram;

beforeEach(() => {
  engines = [];
  behaviour = {
    start: (process) => process.listen(3000),
    answer: async () => jsonResponse(200, 'OK', []),
  };
});

function open(limits: Partial<SessionLimits> = {}): Session {
  return new Session({
    program,
    limits: { silence: 40, request: 40, stop: 20, ...limits },
    createEngine: async () => {
      const engine = new FakeEngine(() => behaviour);
      engines.push(engine);
      return engine;
    },
  });
}

let session: Session;
afterEach(() => session.dispose());

test('a program that listens is running, and answers', async () => {
  session = open();
  await session.run(files);
  expect(session.state.value).toMatchObject({ kind: 'listening', port: 3000, pid: 4 });
  await session.send(get('/books'));
  expect(session.exchange.value).toMatchObject({ kind: 'answered', response: { status: 200 } });
});

test('a port of another number than expected is the one that requests go to', async () => {
  behaviour = { ...behaviour, start: (process) => process.listen(8080) };
  session = open();
  await session.run(files);
  await session.send(get('/'));
  expect(session.port).toBe(8080);
  expect(session.exchange.value?.kind).toBe('answered');
});

test('running again ends the old process and keeps the engine', async () => {
  session = open();
  await session.run(files);
  await session.run(files);
  expect(engines).toHaveLength(1);
  expect(session.state.value).toMatchObject({ kind: 'listening', pid: 5 });
});

test('files that are gone from the editor are gone from the engine', async () => {
  session = open();
  await session.run({ ...files, 'old.mjs': '' });
  await session.run(files);
  expect(Object.keys(engines[0]?.files ?? {})).toEqual(['server.mjs']);
});

test('a program that never listens is remarked on, stays stoppable, and may still listen', async () => {
  let late = (): void => {};
  behaviour = {
    start: (process) => {
      late = () => process.listen(3000);
    },
  };
  session = open();
  await session.run(files);
  expect(session.state.value).toMatchObject({
    kind: 'silent',
    failure: { what: expect.stringContaining('listens on no port') },
  });
  late();
  expect(session.state.value.kind).toBe('listening');
});

test('a program that is deaf to SIGTERM is stopped by force', async () => {
  behaviour = { start: () => {}, deaf: ['SIGTERM'] };
  session = open();
  await session.run(files);
  await session.stop();
  expect(session.state.value).toEqual({ kind: 'stopped', forced: true });
});

test('a program that survives even SIGKILL goes down with its engine, and the next run has a new one', async () => {
  behaviour = { start: () => {}, deaf: ['SIGTERM', 'SIGKILL'] };
  session = open();
  await session.run(files);
  await session.stop();
  expect(engines[0]?.tornDown).toBe(true);
  behaviour = { start: (process) => process.listen(3000) };
  await session.run(files);
  expect(session.state.value.kind).toBe('listening');
  expect(engines).toHaveLength(2);
});

test('stopping while the engine boots ends the boot, and nothing of it is heard later', async () => {
  const boot = Promise.withResolvers<FakeEngine>();
  const signals: AbortSignal[] = [];
  session = new Session({
    program,
    createEngine: ({ signal }) => {
      if (signal) signals.push(signal);
      signal?.addEventListener('abort', () => boot.reject(signal.reason));
      return boot.promise;
    },
  });
  const running = session.run(files);
  await Promise.resolve();
  await session.stop();
  await running;
  expect(signals[0]?.aborted).toBe(true);
  expect(session.state.value).toEqual({ kind: 'stopped', forced: false });
});

test('two runs in a row share one boot', async () => {
  session = open();
  await Promise.all([session.run(files), session.run(files)]);
  expect(engines).toHaveLength(1);
  expect(session.state.value.kind).toBe('listening');
});

test('a handler that never answers ends in words, and the server runs on', async () => {
  behaviour = { ...behaviour, answer: () => new Promise(() => {}) };
  session = open();
  await session.run(files);
  await session.send(get('/hang'));
  expect(session.exchange.value).toMatchObject({
    kind: 'failed',
    failure: { what: expect.stringContaining('No answer') },
  });
  expect(session.state.value.kind).toBe('listening');
});

test('a request can be called off', async () => {
  behaviour = { ...behaviour, answer: () => new Promise(() => {}) };
  session = open({ request: 10_000 });
  await session.run(files);
  const sent = session.send(get('/hang'));
  session.callOff();
  await sent;
  expect(session.exchange.value).toMatchObject({
    kind: 'failed',
    failure: { what: expect.stringContaining('called') },
  });
});

test.each([
  ['in a row', false, 1],
  ['at once', true, 1000],
])('a thousand %s are called off together', async (_name, atOnce, began) => {
  behaviour = { ...behaviour, answer: () => new Promise(() => {}) };
  session = open({ request: 10_000 });
  await session.run(files);
  const sent = session.sendMany(get('/hang'), { times: 1000, atOnce });
  session.callOff(session.exchange.value?.id);
  await sent;
  expect(session.exchanges.count).toBe(began);
  expect(session.exchanges.all.value.every((one) => one.kind === 'failed' && one.calledOff)).toBe(true);
});

test('of two requests, the later one is shown', async () => {
  const first = Promise.withResolvers<never>();
  behaviour = {
    ...behaviour,
    answer: async ({ path }) => (path === '/slow' ? first.promise : jsonResponse(201, 'Created', {})),
  };
  session = open({ request: 10_000 });
  await session.run(files);
  const slow = session.send(get('/slow'));
  await session.send(get('/fast'));
  expect(session.exchange.value).toMatchObject({ kind: 'answered', response: { status: 201 } });
  session.callOff();
  await slow;
  expect(session.exchanges.all.value).toMatchObject([
    { kind: 'failed', calledOff: true },
    { kind: 'answered' },
  ]);
  session.exchanges.pick(session.exchanges.all.value[0]?.id);
  expect(session.exchange.value).toMatchObject({ kind: 'failed', request: { path: '/slow' } });
});

test('an engine that cannot boot is explained without its own words, and the next run tries again', async () => {
  let tries = 0;
  session = new Session({
    program,
    createEngine: async () => {
      if (++tries === 1) throw new EngineError('ERR_ENGINE_BLOCKED', 'internal words', {});
      return new FakeEngine(() => behaviour);
    },
  });
  await session.run(files);
  const state = session.state.value;
  expect(state).toMatchObject({ kind: 'failed', failure: { reference: 'ERR_ENGINE_BLOCKED' } });
  expect(JSON.stringify(state)).not.toContain('internal words');
  await session.run(files);
  expect(session.state.value.kind).toBe('listening');
});

test('an engine that fails while it works is replaced by the next run', async () => {
  session = open();
  await session.run(files);
  engines[0]?.emit('error', new EngineError('ERR_ENGINE_OUT_OF_MEMORY', 'heap'));
  expect(session.state.value).toMatchObject({
    kind: 'failed',
    failure: { what: expect.stringContaining('memory') },
  });
  await session.run(files);
  expect(session.state.value.kind).toBe('listening');
  expect(engines).toHaveLength(2);
});

describe('a program that ends', () => {
  test.each([
    ['code 0 before it listened', 0, 'never listened'],
    ['code 3', 3, 'code 3'],
  ])('with %s says so', async (_name, code, words) => {
    behaviour = { start: (process) => process.end({ code, signal: null }) };
    session = open();
    await session.run(files);
    expect(session.state.value).toMatchObject({
      kind: 'exited',
      failure: { what: expect.stringContaining(words) },
    });
  });

  test('after it listened is told apart from one that never did', async () => {
    behaviour = {
      start: (process) => {
        process.listen(3000);
        setTimeout(() => {
          process.print('stderr', 'Error: late\n    at file:///app/server.mjs:9:3\n');
          process.end({ code: 1, signal: null });
        }, 5);
      },
    };
    session = open();
    await session.run(files);
    await expect.poll(() => session.state.value.kind).toBe('exited');
    expect(session.state.value).toMatchObject({
      place: { file: 'server.mjs', line: 9, column: 3 },
      failure: {
        what: expect.stringContaining('Error: late'),
        next: expect.stringContaining('request was open'),
      },
    });
  });
});

test('the log holds both streams in order, and a new run begins a new log', async () => {
  behaviour = {
    start: (process) => {
      process.print('stdout', 'one\n');
      process.print('stderr', 'two\n');
      process.listen(3000);
    },
  };
  session = open();
  await session.run(files);
  await session.run(files);
  await expect.poll(() => session.log.lines.length).toBe(3);
  expect(session.log.lines.map(({ stream, text }) => [stream, text])).toEqual([
    ['note', 'node server.mjs'],
    ['stdout', 'one'],
    ['stderr', 'two'],
  ]);
});
