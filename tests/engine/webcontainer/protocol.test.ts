import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FromGuest,
  LineReader,
  lineFromMessage,
  marks,
  type ToGuest,
} from '../../../src/engine/webcontainer/protocol.ts';

function readAll(mark: string, pieces: readonly string[]): unknown[] {
  const read: unknown[] = [];
  const reader = new LineReader(mark, (message) => read.push(message));
  for (const piece of pieces) reader.add(piece);
  return read;
}

const output = (data: string): FromGuest => ({ type: 'output', pid: 7, stream: 'stdout', data, at: 1 });

describe('messages between the page and the resident program', () => {
  test('any message comes through any cuts, as ASCII', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' })),
        fc.array(fc.integer({ min: 1, max: 40 })),
        (texts, cuts) => {
          const messages = texts.map(output);
          let stream = messages.map((message) => lineFromMessage(marks.fromGuest, message)).join('');
          expect(stream).toMatch(/^[\n -~]*$/);
          const pieces: string[] = [];
          for (const size of cuts) {
            pieces.push(stream.slice(0, size));
            stream = stream.slice(size);
          }
          expect(readAll(marks.fromGuest, [...pieces, stream])).toEqual(messages);
        },
      ),
    );
  });

  test('a terminal’s echo and its line ends change nothing', () => {
    const asked: ToGuest = { type: 'stdin', pid: 7, data: '> {"type":"exit"}\n' };
    const answer = output('x');
    const stream = `${lineFromMessage(marks.toGuest, asked)}${lineFromMessage(marks.fromGuest, answer)}`;
    expect(readAll(marks.fromGuest, [stream.replaceAll('\n', '\r\n')])).toEqual([answer]);
  });

  test('what is not a message is passed over, also right before one', () => {
    const warning = '(node:1) Warning: > something { is odd }\n> not json\n>{"type":"broken"\nno line end';
    expect(readAll(marks.fromGuest, [warning, lineFromMessage(marks.fromGuest, { type: 'pong' })])).toEqual([
      { type: 'pong' },
    ]);
  });
});
