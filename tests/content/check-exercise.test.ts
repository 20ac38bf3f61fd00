import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lesson = join(root, 'content/lessons/1-basic-error-handlers');

let empty = '';
beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'safety-net-empty-'));
});
afterAll(() => rm(empty, { recursive: true }));

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function checkExercise(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [join(root, 'scripts/check-exercise.mjs'), ...args], { cwd: empty });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

describe('check-exercise', { timeout: 60_000 }, () => {
  test('a solution passes, with exit code 0', async () => {
    const { code, stdout } = await checkExercise('1', join(lesson, 'solution'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/11 of 11 checks passed/);
  });

  test('as JSON: unit, engine, verdict, and the results with the cause first', async () => {
    const { code, stdout } = await checkExercise('1', join(lesson, 'mistakes/catch-all-first'), '--json');
    const report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(Object.keys(report)).toEqual(['unit', 'engine', 'passed', 'results']);
    expect(report).toMatchObject({ unit: '1-basic-error-handlers', engine: 'native', passed: false });
    expect(Object.keys(report.results[0])).toEqual(['id', 'status', 'message']);
    expect(report.results[0]).toMatchObject({ id: 'shop-works', status: 'failed' });
    expect(report.results[0].message).toContain('**above** the routes');
  });

  test('the same seed makes the same run', async () => {
    const args = ['1-basic-error-handlers', join(lesson, 'starter'), '--seed', '7'] as const;
    const [one, two] = await Promise.all([checkExercise(...args), checkExercise(...args)]);
    const secret = /postgres:\/\/shop:(\w+)@/;
    expect(one.stdout.match(secret)?.[1]).toBe(two.stdout.match(secret)?.[1]);
    expect(one.stdout).toContain('(seed 7)');
  });

  test.each([
    [['1'], 'A unit and a folder are needed'],
    [['1', 'a', 'b'], 'A unit and a folder are needed'],
    [['99', '.'], 'There is no unit `99`'],
    [['1', 'no-such-folder'], '`no-such-folder` is not a folder'],
    [['1', '.'], 'is empty'],
    [['1', '.', '--engine', 'steam'], 'There is no engine `steam`'],
    [['1', '.', '--colour'], '--colour'],
    [['1', '.', '--seed', 'x'], '`x` is not a whole number'],
  ])('%j is refused with exit code 2 and a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await checkExercise(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a folder that holds another program fails, it does not confuse', async () => {
    await writeFile(join(empty, 'readme.txt'), 'nothing here');
    const { code, stdout } = await checkExercise('1', empty);
    expect(code).toBe(1);
    expect(stdout).toContain('There is no server.mjs, server.js or server.cjs to start');
  });
});
