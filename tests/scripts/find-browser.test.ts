import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/find-browser.mjs', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-browser-'));
  await writeFile(join(folder, 'chromium'), '#!/bin/sh\n');
  await chmod(join(folder, 'chromium'), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the script with this environment alone; resolves to what it wrote and its exit code. */
function find(env: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout: stdout.trim(), stderr });
    });
  });
}

test('a browser that is named is the one', async () => {
  const path = join(folder, 'chromium');
  expect(await find({ SAFETY_NET_BROWSER: path, PATH: '' })).toMatchObject({ code: 0, stdout: path });
  expect(await find({ CHROME_PATH: path, PATH: '' })).toMatchObject({ code: 0, stdout: path });
});

test('a name that leads nowhere is an error that says which', async () => {
  const { code, stderr } = await find({ SAFETY_NET_BROWSER: '/no/such/chrome', PATH: '' });
  expect(code).toBe(1);
  expect(stderr).toContain('`SAFETY_NET_BROWSER` is `/no/such/chrome`');
});

test('one on the path is found, where Playwright has none of its own', async () => {
  const { stdout } = await find({ PATH: folder, HOME: folder, PLAYWRIGHT_BROWSERS_PATH: folder });
  expect(stdout).toBe(join(folder, 'chromium'));
});
