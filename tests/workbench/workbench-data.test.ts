import { expect, test } from 'vitest';
import { chooseWorkbench, type Lab, type LabUnit } from '../../src/workbench/workbench-data.ts';

const unit = (id: string): LabUnit =>
  ({
    id,
    starter: { 'server.mjs': 'start', 'shop.mjs': 'shop' },
    solution: { 'server.mjs': 'solved' },
    open: ['server.mjs', 'gone.mjs'],
    run: { entry: ['server.mjs'], port: 3000, env: { NODE_ENV: 'test', TOKEN: '${token}' } },
    values: { token: { word: 9 } },
    services: [],
    fixed: [],
    requests: [{ label: 'All', method: 'GET', path: '/', headers: [], body: undefined }],
  }) as unknown as LabUnit;

const lab: Lab = {
  text: '1-x',
  exercise: unit('1-x'),
  challenge: unit('1-x-challenge'),
  experiments: { quiet: { 'server.mjs': 'quiet' } },
};
const base = { files: 'starter', title: 'T', requests: undefined };

test('an exercise keeps its files under its own id, has checks, and its tabs are files that exist', () => {
  const bench = chooseWorkbench(lab, { ...base, what: 'exercise' });
  expect(bench).toMatchObject({
    key: '1-x',
    open: ['server.mjs'],
    services: [],
    fixed: [],
    program: { env: { NODE_ENV: 'test', TOKEN: expect.stringMatching(/^[a-z]{9}$/), PORT: '3000' } },
  });
  expect(bench.exercise?.id).toBe('1-x');
  expect(chooseWorkbench(lab, { ...base, what: 'challenge' }).key).toBe('1-x-challenge');
});

test('a sandbox has no checks, and its edits never touch the exercise’s', () => {
  const bench = chooseWorkbench(lab, { ...base, what: 'sandbox' });
  expect(bench.exercise).toBeUndefined();
  expect(bench.key).not.toBe('1-x');
});

test('an experiment is laid over the starter, the solution stands alone', () => {
  const start = (files: string) => chooseWorkbench(lab, { ...base, what: 'sandbox', files }).starter;
  expect(start('quiet')).toEqual({ 'server.mjs': 'quiet', 'shop.mjs': 'shop' });
  expect(start('solution')).toEqual({ 'server.mjs': 'solved' });
});

test('requests that the text offers stand in for the unit’s', () => {
  const requests = [{ label: 'GET /nope', method: 'GET', path: '/nope', headers: [], body: undefined }];
  expect(chooseWorkbench(lab, { ...base, what: 'sandbox', requests }).requests).toEqual(requests);
});
