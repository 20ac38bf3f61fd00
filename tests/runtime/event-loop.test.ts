import { afterEach, describe, expect, it } from 'vitest';
import { WorkerLoop } from '../../src/runtime/event-loop.ts';
import type { LoopPhases } from '../../src/runtime/loop-phases.ts';

let loop: WorkerLoop;
afterEach(() => loop.stop());

interface Parts {
  readonly log: string[];
  tick(f: () => void): void;
  immediate(f: () => void): void;
  /** Tells that microtasks are queued. */
  active(): void;
}

/** A loop with a tick queue and a list of immediates of its own; resolves with the log when nothing is left to do. */
function run(
  program: (parts: Parts) => void,
  { mayReject = false }: { readonly mayReject?: boolean } = {},
): Promise<string[]> {
  const log: string[] = [];
  const ticks: (() => void)[] = [];
  const immediates: (() => void)[] = [];
  const immediateInfo = new Uint32Array(3);
  let activity = false;
  return new Promise((resolve) => {
    const phases: LoopPhases = {
      immediateInfo,
      processTimers: () => 0,
      processImmediate() {
        const first = immediates.shift();
        immediateInfo[0]!--;
        immediateInfo[1]!--;
        immediateInfo[2] = immediates.length > 0 ? 1 : 0;
        first?.();
      },
      runTicks() {
        for (let next = ticks.shift(); next; next = ticks.shift()) next();
      },
      ticksPending: () => ticks.length > 0,
      takeActivity() {
        const before = activity;
        activity = false;
        return before;
      },
      mayReject: () => mayReject,
      onUncaught: (error) => log.push(`uncaught ${error}`),
      onIdle: () => log.push('idle'),
      onExit: () => resolve(log),
      onEnd: () => {},
    };
    loop = new WorkerLoop({
      now: () => performance.now(),
      queueMicrotask,
      setTimeout: (callback, delay) => setTimeout(callback, delay) as unknown as number,
      clearTimeout: (id) => clearTimeout(id),
    });
    loop.post(() =>
      program({
        log,
        tick: (f) => ticks.push(f),
        active() {
          activity = true;
        },
        immediate(f) {
          immediates.push(f);
          immediateInfo[0]!++;
          immediateInfo[1]!++;
        },
      }),
    );
    loop.start(phases);
  });
}

describe('WorkerLoop', () => {
  it('runs ticks before microtasks, and both before the next task', async () => {
    const log = await run(({ log, tick, active }) => {
      loop.post(() => log.push('next task'));
      active();
      queueMicrotask(() => {
        log.push('microtask');
        tick(() => log.push('tick of a microtask'));
      });
      tick(() => log.push('tick'));
      log.push('task');
    });
    expect(log).toEqual(['task', 'tick', 'microtask', 'tick of a microtask', 'next task', 'idle']);
  });

  it('waits for a long chain of promise jobs before the next task', async () => {
    const log = await run(({ log, active }) => {
      loop.post(() => log.push('next task'));
      active();
      const inner = async () => 'value';
      const outer = async () => inner();
      void outer().then((value) => log.push(value));
    });
    expect(log).toEqual(['value', 'next task', 'idle']);
  });

  it.each([
    { mayReject: false, order: ['one', 'two', 'idle', 'the browser goes on'] },
    { mayReject: true, order: ['one', 'the browser goes on', 'two', 'idle'] },
  ])(
    'leaves a task to the browser where a rejection may come unseen: $mayReject',
    async ({ mayReject, order }) => {
      const log = await run(
        ({ log }) => {
          loop.post(() => {
            log.push('one');
            queueMicrotask(() => log.push('the browser goes on'));
          });
          loop.post(() => log.push('two'));
        },
        { mayReject },
      );
      expect(log).toEqual(order);
    },
  );

  it('lets messages in between rounds of the loop', async () => {
    const log = await run(({ log, immediate }) => {
      const { port1, port2 } = new MessageChannel();
      let rounds = 0;
      const again = () => {
        if (++rounds < 100_000 && !log.includes('message')) immediate(again);
      };
      port1.onmessage = () => {
        log.push('message');
        port1.close();
      };
      port2.postMessage(0);
      immediate(again);
    });
    expect(log).toEqual(['message', 'idle']);
  });

  it('runs immediates one at a time, with ticks in between', async () => {
    const log = await run(({ log, tick, immediate }) => {
      immediate(() => {
        log.push('first');
        tick(() => log.push('tick of the first'));
      });
      immediate(() => log.push('second'));
    });
    expect(log).toEqual(['first', 'tick of the first', 'second', 'idle']);
  });

  it('stays alive while something is referenced, and ends when it is given back', async () => {
    const log = await run(({ log }) => {
      loop.ref();
      setTimeout(() => {
        log.push('released');
        loop.unref();
      }, 20);
    });
    expect(log).toEqual(['released', 'idle']);
  });

  it('goes on with ticks and tasks after an exception', async () => {
    const log = await run(({ log, tick }) => {
      loop.post(() => log.push('next task'));
      tick(() => {
        throw 'from a tick';
      });
      tick(() => log.push('tick'));
      throw 'from a task';
    });
    expect(log).toEqual(['uncaught from a task', 'uncaught from a tick', 'tick', 'next task', 'idle']);
  });

  it('runs closing callbacks after immediates', async () => {
    const log = await run(({ log, immediate }) => {
      loop.postClosing(() => log.push('close'));
      immediate(() => log.push('immediate'));
    });
    expect(log).toEqual(['immediate', 'close', 'idle']);
  });
});
