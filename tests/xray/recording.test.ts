import { expect, test } from 'vitest';
import type { Probe } from '../../src/xray/probe.ts';
import { Recording } from '../../src/xray/recording.ts';
import { tracesFrom } from '../../src/xray/trace.ts';

const probes: Probe[] = [
  { file: 'server.mjs', line: 3, column: 1, kind: 'statement', name: '' },
  { file: 'server.mjs', line: 4, column: 1, kind: 'value', name: 'naïve' },
];

const beginning = (pid: number): string => `["b",0,-1,${pid}.5,${pid}]\n`;
const notes = (request: number): string =>
  [
    `["q",${request},-1,10,{"method":"GET","path":"/bücher/${request}"}]`,
    `["s",${request},0,11]`,
    `["v",${request},1,12,"\\"→ ${request}\\""]`,
    `["s",${request},0,13]`,
    `["r",${request},-1,14,{"status":200,"byDefault":false}]`,
    '',
  ].join('\n');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a recording that is read while it grows, cut anywhere, comes to what it is as a whole', () => {
  const text = `${beginning(4)}["k",0,-1,9,[]]\n${notes(1)}${notes(2)}${notes(3)}`;
  const all = bytes(text);
  for (const step of [1, 7, 40, 133]) {
    const recording = new Recording(probes);
    for (let end = 0; end < all.length; end += step) recording.take(all.subarray(0, end));
    recording.take(all);
    expect(recording.traces, `${step} bytes at a time`).toEqual(tracesFrom(text, probes));
    expect(recording.take(all)).toBe(false);
  }
});

test('only the paths that something was added to are others than before', () => {
  const recording = new Recording(probes);
  recording.take(bytes(beginning(4) + notes(1) + notes(2)));
  const [first, second] = recording.traces;
  recording.take(bytes(beginning(4) + notes(1) + notes(2) + notes(3) + '["s",2,0,20]\n'));
  expect(recording.traces[0]).toBe(first);
  expect(recording.traces[1]).not.toBe(second);
  expect(recording.traces[1]?.steps).toHaveLength(3);
  expect(recording.requests).toBe(3);
});

test('a program that was started anew begins anew, however long its recording is; the paths before stay until it is asked', () => {
  const recording = new Recording(probes);
  recording.take(bytes(beginning(4) + notes(1)));
  const before = recording.traces;
  recording.take(bytes(beginning(5)));
  expect(recording.traces).toEqual(before);
  expect(recording.requests).toBe(0);
  recording.take(bytes(beginning(5) + notes(1) + notes(2)));
  expect(recording.traces).toHaveLength(2);
  recording.take(bytes(beginning(6) + notes(1) + notes(2) + notes(3)));
  expect(recording.requests).toBe(3);
});

test('that no more is recorded is told', () => {
  const recording = new Recording(probes);
  recording.take(bytes(beginning(4) + notes(1)));
  expect(recording.full).toBe(false);
  recording.take(bytes(`${beginning(4)}${notes(1)}["m",0,-1,30]\n`));
  expect(recording.full).toBe(true);
});
