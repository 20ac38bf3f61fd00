import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlCommand } from '../../src/workbench/curl-command.ts';
import { hasCurl, runCurl } from '../fixtures/run-curl.ts';

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
    '--data-raw',
    `{"title":"it's $HOME`,
    'localhost:3000/books?a=1&b=2',
  ]);
});

const json = [['Content-Type', 'application/json']] as const;

// Where there is no curl, there is nothing to run.
test.skipIf(!hasCurl).each([
  ['GET', '/books?a=1&b=$HOME', [], undefined],
  ['POST', '/books', json, '{"title":"it\'s `x` \\\\ €"}\n\n'],
  ['POST', '/books', [], '@package.json'],
  [
    'PUT',
    '/books/1',
    [
      ['X-Empty', ''],
      ['Accept', 'a/b; q="1"'],
    ],
    '',
  ],
  ['GET', '/search', json, '{}'],
  ['HEAD', '/books', [], undefined],
  ['DELETE', '/books/%20/../1', [], undefined],
  ['GET', '/books?ids[]=1&of={a,b}', [], undefined],
  ['GET', '/a#b', [], undefined],
  ['OPTIONS', '*', [], undefined],
] as const)('%s %s arrives at a server as it was written', async (method, path, headers, body) => {
  const arrived = await runCurl(curlCommand({ method, path, headers, body }, 3000));
  expect(arrived).toMatchObject({ method, url: path, body: body ?? '' });
  const given = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  expect(arrived.headers).toMatchObject(given);
  if (!('content-type' in given)) expect(arrived.headers['content-type']).toBeUndefined();
});
