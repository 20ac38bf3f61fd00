import { expect, test } from 'vitest';
import { Outbox } from '../../src/runtime/outbox.ts';

/** What arrives when the receiver answers each mark only once it is told to. */
function receiver() {
  const got: (number | 'mark')[] = [];
  const outbox = new Outbox<number>(
    (message) => got.push(message),
    () => got.push('mark'),
  );
  return { got, outbox, messages: () => got.filter((each) => each !== 'mark') };
}

test('a receiver that does not answer gets so much and no more; when it answers, the rest comes in order', () => {
  const { got, outbox, messages } = receiver();
  for (let i = 0; i < 100_000; i++) outbox.send(i);
  const first = messages().length;
  expect(first).toBeLessThan(20_000);
  let answered = 0;
  for (let i = 0; i < got.length; i++) {
    if (got[i] !== 'mark') continue;
    answered++;
    outbox.answered();
  }
  expect(answered).toBe(100);
  expect(messages()).toEqual(Array.from({ length: 100_000 }, (_, i) => i));
});

test('large messages count for what they hold', () => {
  const { outbox, messages } = receiver();
  for (let i = 0; i < 1000; i++) outbox.send(i, 2 ** 20);
  expect(messages().length).toBeLessThan(50);
});
