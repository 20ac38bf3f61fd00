import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parseLsof } from '../../src/engine/native/lsof-ports.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { treeFromFlat } from '../../src/files/file-tree.ts';
import { createRequest, textFromBytes } from '../../src/http/message.ts';

const server = (port: string): string => `
  import { createServer } from 'node:http';
  createServer((req, res) => res.end(process.env.PEER ?? String(process.env.PORT))).listen(${port});`;

async function withEngines(count: number, use: (...engines: NativeEngine[]) => Promise<void>): Promise<void> {
  const engines = await Promise.all(
    Array.from({ length: count }, () => NativeEngine.boot({ network: 'host' })),
  );
  try {
    await use(...engines);
  } finally {
    await Promise.all(engines.map((engine) => engine.teardown()));
  }
}

async function serve(engine: NativeEngine, code: string, env: Record<string, string>): Promise<number> {
  await engine.mount(treeFromFlat({ 'server.mjs': code }));
  const ready = new Promise<number>((resolve) => engine.on('server-ready', resolve));
  await engine.spawn('node', ['server.mjs'], { env });
  return ready;
}

const ask = async (engine: NativeEngine, port: number): Promise<string> =>
  textFromBytes((await engine.request(port, createRequest({ path: '/' }))).body);

describe('on the network of the machine', { timeout: 30_000 }, () => {
  test('two engines can be told the same port, and the program sees a free one', async () => {
    await withEngines(2, async (one, two) => {
      expect(
        await Promise.all(
          [one, two].map((engine) => serve(engine, server('process.env.PORT'), { PORT: '3000' })),
        ),
      ).toEqual([3000, 3000]);
      const [first, second] = await Promise.all([ask(one, 3000), ask(two, 3000)]);
      expect(first).not.toBe(second);
      expect([first, second]).not.toContain('3000');
    });
  });

  test('addresses in other variables follow', async () => {
    await withEngines(1, async (engine) => {
      await serve(engine, server('process.env.PORT'), { PORT: '4000' });
      const real = await ask(engine, 4000);
      await engine.writeFile('peer.mjs', 'console.log(process.env.URLS)');
      const { output } = await engine.spawn('node', ['peer.mjs'], {
        env: {
          URLS: 'http://localhost:4000/a http://127.0.0.1:4000 http://localhost:4001 http://example.org:4000',
        },
      });
      const first = await output.getReader().read();
      expect(first.value?.data).toBe(
        `http://localhost:${real}/a http://127.0.0.1:${real} http://localhost:4001 http://example.org:4000\n`,
      );
    });
  });

  test('a program that takes no notice of `PORT` is reached where it listens', async () => {
    await withEngines(1, async (engine) => {
      const hard = 20_000 + (process.pid % 20_000);
      expect(await serve(engine, server(String(hard)), { PORT: String(hard) })).toBe(hard);
      expect(await ask(engine, hard)).not.toBe('');
    });
  });

  test('a port of somebody else is refused, not answered', async () => {
    const stranger = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    const { port } = stranger.address() as { port: number };
    await withEngines(1, async (engine) => {
      await expect(ask(engine, port)).rejects.toMatchObject({ reason: 'ECONNREFUSED' });
    });
    stranger.close();
  });
});

test('what `lsof` prints is read: a process group, then its sockets, IPv4 and IPv6', () => {
  const text = 'p41\ng40\nf18\nn*:3000\nf19\nn127.0.0.1:9229\np52\ng50\nf20\nn[::1]:3001\n';
  expect(parseLsof(text)).toEqual([
    { port: 3000, pid: 40 },
    { port: 9229, pid: 40 },
    { port: 3001, pid: 50 },
  ]);
  expect(parseLsof('')).toEqual([]);
});
