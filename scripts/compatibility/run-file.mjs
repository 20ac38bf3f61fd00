import { spawn } from 'node:child_process';
import { countsFromTap } from './read-tap.mjs';

/** Real Node in a folder of this machine, with what `runFile` needs of an engine. */
export const realNode = {
  async spawn(_command, args, { cwd }) {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = new ReadableStream({
      start(controller) {
        for (const stream of ['stdout', 'stderr']) {
          child[stream].setEncoding('utf8').on('data', (data) => controller.enqueue({ stream, data }));
        }
        child.on('close', () => controller.close());
      },
    });
    const exit = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
    return { output, exit, kill: (signal) => child.kill(signal) };
  },
};

/**
 * Runs one test file as `node <file>` would; `passed` and `failed` count its tests.
 *
 * @returns {Promise<{ code: number | null, passed: number, failed: number, timedOut: boolean }>}
 */
export async function runFile(engine, file, { cwd, limit }) {
  const child = await engine.spawn('node', ['--test-reporter=tap', file], { cwd });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, limit);
  let stdout = '';
  for await (const { stream, data } of child.output) if (stream === 'stdout') stdout += data;
  const { code } = await child.exit;
  clearTimeout(timer);
  return { code, ...countsFromTap(stdout), timedOut };
}
