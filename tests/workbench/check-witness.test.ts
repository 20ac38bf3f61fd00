import { expect, test } from 'vitest';
import { formatRequest } from '../../src/checks/format-exchange.ts';
import type { Capability, Engine, OutputChunk } from '../../src/engine/engine.ts';
import { bytesFromText, createRequest, type HttpRequest } from '../../src/http/message.ts';
import { CheckWitness } from '../../src/workbench/check-witness.ts';

const get = (path: string): HttpRequest => createRequest({ path });
const answer = {
  status: 200,
  statusText: 'OK',
  headers: [],
  body: bytesFromText(''),
  complete: true,
  timing: { firstByte: 1, total: 1 },
};

/** An engine with one process; each request makes it write what `says` gives. */
function engineThat(
  says: (path: string, cause: number | undefined) => Omit<OutputChunk, 'at'>[],
  capabilities: readonly Capability[],
): Engine {
  let write: ReadableStreamDefaultController<OutputChunk> | undefined;
  const begun = Date.now();
  return {
    capabilities: new Set(capabilities),
    spawn: async () => ({
      pid: 2,
      output: new ReadableStream<OutputChunk>({ start: (controller) => void (write = controller) }),
      exit: new Promise(() => {}),
      write: () => {},
      kill: () => write?.close(),
    }),
    request: async (_port, request, options) => {
      for (const chunk of says(request.path, options?.cause))
        write?.enqueue({ ...chunk, at: Date.now() - begun });
      await new Promise((read) => setTimeout(read));
      return answer;
    },
  } as Partial<Engine> as Engine;
}

/** Runs a server, asks it for these paths, and reads its output to the end. */
async function seen(engine: Engine, ...paths: string[]): Promise<CheckWitness> {
  const witness = new CheckWitness();
  const watched = witness.watch(engine);
  const process = await watched.spawn('node', ['server.mjs']);
  const reader = process.output.getReader();
  const read = (async () => {
    while (!(await reader.read()).done);
  })();
  await Promise.all(paths.map((path) => watched.request(3000, get(path))));
  process.kill();
  await read;
  return witness;
}

const texts = (lines: readonly { readonly text: string }[] | undefined): string[] =>
  (lines ?? []).map(({ text }) => text);

test('lines go to the request that the engine names, though both were open; frames of a stack go with their error', async () => {
  const witness = await seen(
    engineThat(
      (path, cause) => [
        {
          stream: 'stderr',
          data: `Error: ${path}\n    at handler (/home/learner/app/server.mjs:3:1)\n`,
          cause,
        },
        { stream: 'stdout', data: 'of nobody\n' },
      ],
      ['causes'],
    ),
    '/a',
    '/b',
  );
  const log = witness.logOf(formatRequest(get('/a')));
  expect(texts(log?.own)).toEqual(['Error: /a', '    at handler (/home/learner/app/server.mjs:3:1)']);
  expect(texts(log?.others)).toContain('of nobody');
  expect(texts(log?.others)).toContain('Error: /b');
});

test('where the engine does not tell, what was written while the request was open is its own', async () => {
  const witness = await seen(
    engineThat((path) => [{ stream: 'stdout', data: `${path}\n` }], []),
    '/a',
  );
  expect(texts(witness.logOf(formatRequest(get('/a')))?.own)).toEqual(['/a']);
});

test('a request whose body is shown in part is found; one that was not sent is not; nothing is left after a new beginning', async () => {
  const witness = await seen(
    engineThat((path, cause) => [{ stream: 'stdout', data: `${path}\n`, cause }], ['causes']),
    '/a?of=the-long-one',
  );
  expect(texts(witness.logOf('GET /a?of=the…')?.own)).toEqual(['/a?of=the-long-one']);
  expect(witness.logOf('GET /other')).toBeUndefined();
  witness.clear();
  expect(witness.logOf('GET /a?of=the…')).toBeUndefined();
});
