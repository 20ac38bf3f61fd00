import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pulse } from '../../src/engine/embedded/pulse.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function pulse(ask: () => Promise<unknown>) {
  const state = { isNeeded: true, silences: 0 };
  const made = new Pulse({ ask, isNeeded: () => state.isNeeded, onSilence: () => state.silences++ });
  made.start();
  return state;
}

test('a kernel that answers is never taken for gone', async () => {
  const state = pulse(() => Promise.resolve());
  await vi.advanceTimersByTimeAsync(120_000);
  expect(state.silences).toBe(0);
});

test('one that is silent for eight seconds is gone, and that is told once', async () => {
  const state = pulse(() => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(8500);
  expect(state.silences).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.silences).toBe(1);
});

test('a page that was itself held up starts to count anew', async () => {
  const state = pulse(() => new Promise(() => {}));
  for (let i = 0; i < 5; i++) {
    await vi.advanceTimersByTimeAsync(4000);
    // A laptop that slept: the clock has moved, and no timer ran meanwhile.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(1000);
    vi.restoreAllMocks();
  }
  expect(state.silences).toBe(0);
});

test('nobody is asked while nothing runs', async () => {
  let asked = 0;
  const state = pulse(async () => asked++);
  state.isNeeded = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(0);
});
