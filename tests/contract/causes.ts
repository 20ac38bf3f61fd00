import { describe, expect, test } from 'vitest';
import { createRequest } from '../../src/http/message.ts';
import type { Lab } from './lab.ts';

/** Two servers: the first asks the second, over one kept connection and by `fetch`, and both write about it. */
const files = {
  'server.mjs': `
    import { AsyncLocalStorage } from 'node:async_hooks';
    import { Agent, createServer, get } from 'node:http';
    const store = new AsyncLocalStorage();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const upstream = (path) => new Promise((resolve, reject) => {
      get({ port: process.env.UPSTREAM, path, agent }, (res) => res.resume().on('end', resolve)).on('error', reject);
    });
    createServer(async (req, res) => {
      const name = req.url.slice(1);
      console.log('begin', name);
      store.run({ name }, async () => {
        await pause(name === 'a' ? 30 : 5);
        console.log('waited', store.getStore().name);
        await upstream('/agent-' + name);
        await (await fetch('http://localhost:' + process.env.UPSTREAM + '/fetch-' + name)).text();
        console.error('asked', store.getStore().name, store.exit(() => store.getStore() === undefined));
        if (name === 'late') setTimeout(() => { throw new Error('too late') }, 1);
        else res.end(name);
      });
    }).listen(process.env.PORT, () => console.log('up', store.getStore() === undefined));
    setInterval(() => console.log('tick'), 10);`,
  'upstream.mjs': `
    import { createServer } from 'node:http';
    createServer((req, res) => setTimeout(() => { console.log('upstream', req.url); res.end('ok'); }, 5))
      .listen(process.env.PORT);`,
};

export function describeCauses(lab: Lab): void {
  describe('what output is due to', () => {
    test('each line names the request in whose context it was written, in the upstream too, and when it ends the program', async (context) => {
      lab.needs(context, 'causes');
      const upstream = await lab.serve(files, { file: 'upstream.mjs', port: 4000 });
      const running = await lab.serve(files, { file: 'server.mjs', env: { UPSTREAM: '4000' } });
      const ask = (name: string, cause: number) =>
        lab.engine.request(3000, createRequest({ path: `/${name}` }), { cause });
      await Promise.all([ask('a', 7), ask('b', 8), lab.get('/c')]);
      await expect(ask('late', 9)).rejects.toThrow();
      const { chunks } = await running.ended;
      upstream.process.kill('SIGKILL');
      const both = [...chunks, ...(await upstream.ended).chunks];
      const causes = new Map<string, Set<number | undefined>>();
      for (const { data, cause } of both) {
        for (const line of data.split('\n').filter((each) => /^[a-zE]/.test(each))) {
          causes.set(line, (causes.get(line) ?? new Set()).add(cause));
        }
      }
      const of = (name: string, cause: number | undefined): [string, Set<number | undefined>][] => [
        [`begin ${name}`, new Set([cause])],
        [`waited ${name}`, new Set([cause])],
        [`upstream /agent-${name}`, new Set([cause])],
        [`upstream /fetch-${name}`, new Set([cause])],
        [`asked ${name} true`, new Set([cause])],
      ];
      expect(Object.fromEntries(causes)).toMatchObject(
        Object.fromEntries([
          ...of('a', 7),
          ...of('b', 8),
          ...of('c', undefined),
          ...of('late', 9),
          ['up true', new Set([undefined])],
          ['tick', new Set([undefined])],
          ['Error: too late', new Set([9])],
        ]),
      );
    });
  });
}
