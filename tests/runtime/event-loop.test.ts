import { afterEach, describe, expect, it } from 'vitest';
import { type LoopPhases, WorkerLoop } from '../../src/runtime/event-loop.ts';

let loop: WorkerLoop;
afterEach(() => loop.stop());

/** A loop with a tick queue and a list of immediates of its own; resolves with the log when nothing is left to do. */
function run(
  program: (parts: { log: string[]; tick(f: () => void): void; immediate(f: () => void): void }) => void,
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
    const log = await run(({ log, tick }) => {
      loop.post(() => log.push('next task'));
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
    const log = await run(({ log }) => {
      loop.post(() => log.push('next task'));
      const inner = async () => 'value';
      const outer = async () => inner();
      void outer().then((value) => log.push(value));
    });
    expect(log).toEqual(['value', 'next task', 'idle']);
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
