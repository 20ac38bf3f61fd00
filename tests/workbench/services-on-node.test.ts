import { afterEach, expect, test, vi } from 'vitest';
import type { Service } from '../../src/course/course.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { createRequest } from '../../src/http/message.ts';
import { Session } from '../../src/workbench/session.ts';

const service: Service = {
  id: 'pay',
  title: 'Payments',
  env: 'PAY_URL',
  entry: 'server.mjs',
  port: 4101,
  faults: { off: 'POST /control/off', down: 'POST /control/down' },
  files: {
    'server.mjs': `import http from 'node:http'
let down = false
http.createServer((req, res) => {
  if (req.url.startsWith('/control')) { down = req.url.endsWith('down'); return res.end() }
  if (down) return req.socket.destroy()
  res.statusCode = 201
  res.end('paid')
}).listen(process.env.PORT)
`,
  },
};

let session: Session;
afterEach(() => session.dispose());

test('each call of an upstream is on the timeline with its outcome, and so are faults and the program’s starts', async () => {
  session = new Session({
    program: { entry: ['server.mjs'], env: { PORT: '3000' } },
    services: [service],
    createEngine: (options) => NativeEngine.boot(options),
  });
  await session.run({
    'server.mjs': `import http from 'node:http'
http.createServer(async (req, res) => {
  const answer = await fetch(process.env.PAY_URL + '/pay', { method: 'POST' }).catch((error) => error)
  res.end(String(answer.status))
}).listen(process.env.PORT)
`,
  });
  const texts = (kind: string): string[] =>
    session.timeline.events.value.filter((event) => event.kind === kind).map(({ text }) => text);
  await session.send(createRequest({ path: '/' }));
  await vi.waitFor(() =>
    expect(texts('upstream')).toEqual([expect.stringMatching(/^pay: POST \/pay 201, \d+ ms$/)]),
  );
  await session.fault('pay', 'down');
  await session.send(createRequest({ path: '/' }));
  await vi.waitFor(() => expect(texts('upstream')[1]).toMatch(/^pay: POST \/pay no answer, \d+ ms$/));
  expect(texts('fault')).toEqual(['pay: down']);
  expect(texts('process').join()).toContain('listening on 3000');
});
