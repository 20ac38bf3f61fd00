import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlCommand } from '../../src/workbench/curl-command.ts';

test('a command for the terminal survives the shell', () => {
  const command = curlCommand(
    {
      method: 'POST',
      path: '/books?a=1&b=2',
      headers: [['Content-Type', 'application/json']],
      body: `{"title":"it's $HOME`,
    },
    3000,
  );
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
  expect(words).toEqual([
    'curl',
    '-i',
    '-X',
    'POST',
    '-H',
    'Content-Type: application/json',
    '-d',
    `{"title":"it's $HOME`,
    'localhost:3000/books?a=1&b=2',
  ]);
});
