import { expect, test } from 'vitest';
import { runWhenIdle } from '../../src/runtime/warm-up.ts';

function* steps(ran: number[], failAt?: number) {
  for (let step = 1; step <= 3; step++) {
    if (step === failAt) throw new Error(`step ${step}`);
    ran.push(step);
    yield;
  }
}

const outcomeOf = (iterator: Iterator<void>) =>
  new Promise<string>((resolve) => {
    runWhenIdle(iterator, {
      onDone: () => resolve('done'),
      onFailure: (error) => resolve((error as Error).message),
    });
  });

test('what is made ready beforehand tells when it is done', async () => {
  const ran: number[] = [];
  expect(await outcomeOf(steps(ran))).toBe('done');
  expect(ran).toEqual([1, 2, 3]);
});

test('a step that fails is told, and no other one is run', async () => {
  const ran: number[] = [];
  expect(await outcomeOf(steps(ran, 2))).toBe('step 2');
  expect(ran).toEqual([1]);
});
