/**
 * `npm run test:webcontainer`: the contract of engines and the checks of lesson 1 against WebContainers as they are
 * served. It needs the network, so it is no part of `npm test`. `SAFETY_NET_CONTAINER_HOST` names another host.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { node24Environment, onNode24 } from './node-24.mjs';

/** How long the host may take to answer, in milliseconds. */
const limit = 10_000;

async function main() {
  const host = new URL(process.env.SAFETY_NET_CONTAINER_HOST ?? 'https://stackblitz.com');
  try {
    await fetch(new URL('/headless', host), { signal: AbortSignal.timeout(limit) });
  } catch (error) {
    const cause = error.cause?.code ?? error.name;
    console.error(
      `\`${host.host}\` cannot be reached from here (${cause}), and these tests run on WebContainers as it serves them. ` +
        'The same suite runs on a stand-in host without network: `npx vitest run --project contract tests/contract/webcontainer.test.ts`.',
    );
    return 1;
  }
  const child = spawn('vitest', ['run', '--project', 'webcontainer'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: node24Environment(),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

if (onNode24(import.meta.url)) process.exitCode = await main();
