import fc from 'fast-check';
import { expect, test } from 'vitest';
import { issuesFrom } from '../../src/workbench/tracker.ts';

const event = (value: string, more: object = {}): object => ({
  event_id: 'x',
  exception: {
    values: [
      {
        type: 'Error',
        value,
        stacktrace: { frames: [{ filename: '/app/server.mjs', function: 'load', lineno: 3 }] },
      },
    ],
  },
  ...more,
});

const envelope = (...events: readonly object[]) => ({
  path: '/api/1/envelope/',
  body: ['{}', ...events.flatMap((each) => ['{"type":"event"}', JSON.stringify(each)])].join('\n'),
});

test('the same failure with other numbers is one issue, the latest first', () => {
  const { issues } = issuesFrom([
    envelope(event('order 17 failed')),
    envelope(event('bank is down')),
    envelope(event('order 18 failed')),
  ]);
  expect(issues.map(({ title, events }) => [title, events.length])).toEqual([
    ['Error: order 17 failed', 2],
    ['Error: bank is down', 1],
  ]);
  expect(issues[0]?.where).toBe('server.mjs in load');
});

test('a fingerprint decides, unless it only stands for the tracker’s own', () => {
  const own = (value: string, fingerprint: string[]) => envelope(event(value, { fingerprint }));
  expect(issuesFrom([own('a', ['pay']), own('b', ['pay'])]).issues).toHaveLength(1);
  expect(issuesFrom([own('a', ['{{ default }}']), own('b', ['{{ default }}'])]).issues).toHaveLength(2);
});

test('items of other kinds are no events, and an event in no known form is counted', () => {
  const { issues, unread } = issuesFrom([
    { path: '/', body: '{}\n{"type":"session"}\n{"type":"event"}\n{"type":"event"}\n{"exception":7}' },
  ]);
  expect([issues.length, unread]).toEqual([0, 1]);
});

test('whatever arrives, it is read without failing', () => {
  const line = fc.oneof(fc.string(), fc.json(), fc.constant('{"type":"event"}'));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      issuesFrom([{ path: '/', body: lines.join('\n') }]);
    }),
  );
});
