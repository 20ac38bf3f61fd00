import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Host } from '../../../src/runtime/host.ts';
import { createSmallNetwork } from '../net/small-network.ts';
import { connected, listen, type Socket } from '../net/sockets.ts';

type Side = 'client' | 'server';
interface Step {
  readonly side: Side;
  readonly act: 'write' | 'end' | 'close' | 'reset' | 'stop reading' | 'read';
}

/** Waits until the sockets have reached a state, or for long enough to be sure that they will not. */
type Settle = (state: () => string, step: number) => Promise<void>;

/** Node's own handles, on the sockets of the operating system. */
const node = {
  binding: (name: string) => (process as unknown as { binding(name: string): unknown }).binding(name),
} as Host;

/** What every write returned, and what both sides had seen after each step. */
async function run(steps: readonly Step[], client: Host, server: Host, settle: Settle): Promise<string[]> {
  const listener = listen(server, '127.0.0.1', 0);
  await settle(() => '', -1);
  const sockets: Record<Side, Socket> = {
    client: await connected(client, '127.0.0.1', listener.port()),
    server: await listener.next(),
  };
  const closed = new Set<Side>();
  const ended = new Set<Side>();
  const seen = (side: Side) => {
    const { events, bytes } = sockets[side];
    return `${side}: ${[bytes().toString(), ...events.filter((event) => !event.startsWith('data'))].join(' ')}`;
  };
  const log: string[] = [];
  for (const [index, { side, act }] of steps.entries()) {
    const { handle, write, end } = sockets[side];
    if (closed.has(side)) continue;
    let result: number | undefined;
    if (act === 'write' && !ended.has(side)) result = await write(`${index}`);
    if (act === 'end' && !ended.has(side)) result = await end();
    if (act === 'end') ended.add(side);
    if (act === 'close') handle.close();
    if (act === 'reset') handle.reset();
    if (act === 'close' || act === 'reset') closed.add(side);
    if (act === 'stop reading') handle.readStop();
    if (act === 'read') handle.readStart();
    const state = () => `${side} ${act} ${result ?? ''}| ${seen('client')} | ${seen('server')}`;
    await settle(state, index);
    log.push(state());
  }
  for (const side of ['client', 'server'] as const) if (!closed.has(side)) sockets[side].handle.close();
  listener.handle.close();
  return log;
}

const step: fc.Arbitrary<Step> = fc.record({
  side: fc.constantFrom<Side>('client', 'server'),
  act: fc.constantFrom<Step['act']>('write', 'write', 'end', 'close', 'reset', 'stop reading', 'read'),
});

const PATIENCE_MS = 1000;

test('connections end, break and are reset as those of the operating system', {
  timeout: 120_000,
}, async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
    const network = createSmallNetwork();
    const states = new Map<number, string>();
    const own = await run(steps, network.addProcess(3), network.addProcess(2), async (state, index) => {
      await network.settle();
      states.set(index, state());
    });
    network.close();
    const real = await run(steps, node, node, async (state, index) => {
      const start = performance.now();
      do await new Promise((resolve) => setTimeout(resolve, 3));
      while (state() !== states.get(index) && performance.now() - start < PATIENCE_MS);
    });
    expect(own).toEqual(real);
  });
  await fc.assert(property, { numRuns: 150 });
});
