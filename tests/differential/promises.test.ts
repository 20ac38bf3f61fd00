import { describe, expect, it } from 'vitest';
import { promises } from './promises.ts';
import { suites } from './suites.ts';

const names = Object.values(suites).flatMap((cases) => cases.map(({ name }) => name));

describe.each(Object.entries(promises))('what is promised of %s', (_, phrases) => {
  it.each(Object.entries(phrases))('has scenarios for `%s`', (_phrase, scenarios) => {
    expect(scenarios).not.toEqual([]);
    expect(scenarios.filter((name) => !names.includes(name))).toEqual([]);
  });
});

it('gives no two scenarios one name', () => {
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
