import { expect, test } from 'vitest';
import type { OutputChunk } from '../../src/engine/engine.ts';
import { ProcessOutput } from '../../src/engine/process-output.ts';

const bytes = (...values: number[]) => new Uint8Array(values);

async function readAll(stream: ReadableStream<OutputChunk>): Promise<OutputChunk[]> {
  const chunks: OutputChunk[] = [];
  for await (const chunk of stream as unknown as AsyncIterable<OutputChunk>) chunks.push(chunk);
  return chunks;
}

test('a character that is cut between two pieces arrives whole, also with the other stream in between', async () => {
  const output = new ProcessOutput(1000, () => {});
  output.add({ stream: 'stdout', bytes: bytes(0x61, 0xe2, 0x82), at: 1 });
  output.add({ stream: 'stderr', bytes: bytes(0x21), at: 2, cause: 7 });
  output.add({ stream: 'stdout', bytes: bytes(0xac), at: 3 });
  output.end();
  expect(await readAll(output.chunks)).toEqual([
    { stream: 'stdout', data: 'a', at: 1 },
    { stream: 'stderr', data: '!', at: 2, cause: 7 },
    { stream: 'stdout', data: '€', at: 3 },
  ]);
});

test('the writer is told what has arrived, also where nobody reads any more or it has ended', async () => {
  const told: number[] = [];
  const output = new ProcessOutput(10, (count) => told.push(count));
  output.add({ stream: 'stdout', bytes: new Uint8Array(9), at: 0 });
  expect(told).toEqual([]);
  output.add({ stream: 'stdout', bytes: new Uint8Array(9), at: 0 });
  await output.chunks.cancel();
  output.add({ stream: 'stdout', bytes: new Uint8Array(11), at: 0 });
  output.end();
  output.add({ stream: 'stdout', bytes: new Uint8Array(12), at: 0 });
  expect(told).toEqual([18, 11, 12]);
});
