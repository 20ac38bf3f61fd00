import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBlobBinding } from '../../../src/runtime/bindings/blob.ts';
import type { Any } from '../../../src/runtime/host.ts';
import { createPlainHost } from './plain-host.ts';

const binding = createBlobBinding(createPlainHost());

/** Reads as the library does: pull until the end. */
function read(handle: Any): { bytes: Buffer; chunks: number; failed: boolean } {
  const reader = handle.getReader();
  const chunks: ArrayBuffer[] = [];
  let state = 1;
  while (state > 0) {
    reader.pull((status: number, chunk?: ArrayBuffer) => {
      state = status;
      if (chunk) chunks.push(chunk);
    });
  }
  return { bytes: Buffer.from(binding['concat'](chunks)), chunks: chunks.length, failed: state < 0 };
}

function blobOf(parts: Uint8Array[]): Any {
  return binding['createBlob'](
    parts,
    parts.reduce((length, part) => length + part.length, 0),
  );
}

describe('a blob', () => {
  it('reads as the bytes of its parts, and its slices as theirs', () => {
    const part = fc.uint8Array({ maxLength: 50 });
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }),
        fc.nat(120),
        fc.nat(120),
        fc.nat(60),
        (parts, start, length, inner) => {
          const whole = Buffer.concat(parts);
          const blob = blobOf(parts);
          expect(read(blob).bytes).toEqual(whole);
          const [from, to] = [Math.min(start, whole.length), Math.min(start + length, whole.length)];
          const slice = blob.slice(from, to);
          expect(read(slice).bytes).toEqual(whole.subarray(from, to));
          expect(read(slice.slice(inner, to - from)).bytes).toEqual(
            whole.subarray(from + Math.min(inner, to - from), to),
          );
          expect(read(binding['createBlob']([slice, blob])).bytes).toEqual(
            Buffer.concat([whole.subarray(from, to), whole]),
          );
        },
      ),
    );
  });

  it('comes in chunks when it is large, and gives copies: changing one changes nothing', () => {
    const bytes = new Uint8Array(200_000).fill(7);
    const blob = blobOf([bytes]);
    const first = read(blob);
    expect(first.chunks).toBeGreaterThan(1);
    first.bytes.fill(0);
    blob.getReader().pull((_status: number, chunk: ArrayBuffer) => new Uint8Array(chunk).fill(0));
    expect(read(blob).bytes.every((byte) => byte === 7)).toBe(true);
  });

  it('can be stored under an address and revoked', () => {
    const blob = blobOf([Buffer.from('kept')]);
    binding['storeDataObject']('id-1', blob, 4, 'text/plain');
    expect(binding['getDataObject']('id-1')).toEqual([blob, 4, 'text/plain']);
    binding['revokeObjectURL']('blob:nodedata:id-1');
    binding['revokeObjectURL']('http://elsewhere/');
    expect(binding['getDataObject']('id-1')).toBeUndefined();
  });

  it('of a file fails once the file has changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'blob-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'data.txt');
    writeFileSync(file, 'as it was');
    const [blob, length] = binding['createBlobFromFilePath'](file);
    expect(length).toBe(9);
    expect(read(blob.slice(3, 9)).bytes.toString()).toBe('it was');
    writeFileSync(file, 'longer than it was');
    expect(read(blob).failed).toBe(true);
    expect(() => binding['createBlobFromFilePath'](join(folder, 'none'))).toThrow(
      'Unable to open file as blob',
    );
  });
});
