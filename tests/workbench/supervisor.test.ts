import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Supervisor } from '../../src/workbench/supervisor.ts';

const crash = { code: 1, signal: null } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('it does nothing until it is asked to, and never after code 0', () => {
  const supervisor = new Supervisor();
  const restart = vi.fn();
  expect(supervisor.afterExit(crash, restart)).toBeUndefined();
  supervisor.enabled.value = true;
  expect(supervisor.afterExit({ code: 0, signal: null }, restart)).toBeUndefined();
  vi.runAllTimers();
  expect(restart).not.toHaveBeenCalled();
});

test('it waits twice as long each time, and gives up at the fifth crash within ten seconds', () => {
  const supervisor = new Supervisor();
  supervisor.enabled.value = true;
  const restart = vi.fn();
  const waits = Array.from({ length: 5 }, () => {
    const wait = supervisor.afterExit(crash, restart);
    vi.runAllTimers();
    return wait;
  });
  expect(waits).toEqual([100, 200, 400, 800, 'given-up']);
  expect(restart).toHaveBeenCalledTimes(4);
});

test('crashes that lie far apart are no loop, and a stop calls a planned restart off', () => {
  const supervisor = new Supervisor();
  supervisor.enabled.value = true;
  const restart = vi.fn();
  for (let i = 0; i < 8; i++) {
    expect(supervisor.afterExit(crash, restart)).toBe(100);
    vi.advanceTimersByTime(11_000);
  }
  supervisor.afterExit(crash, restart);
  supervisor.forget();
  vi.runAllTimers();
  expect(restart).toHaveBeenCalledTimes(8);
});
