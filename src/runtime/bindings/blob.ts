/**
 * `internalBinding('blob')`: immutable bytes, by parts that are shared between a blob and its slices.
 *
 * A part that came from a file is read when the blob is, and fails if the file has changed by then.
 */
import type { Any, Binding, Host } from '../host.ts';
import { bytesOf, copyOf, slice } from './buffer/bytes.ts';
import { codedError } from './fs/native-error.ts';

/** What a reader gives to its callback. */
const readStatus = { end: 0, data: 1, failed: -1 } as const;

interface Part {
  readonly length: number;
  /** The part's bytes from `start` to `end`; `undefined` where they cannot be read any more. */
  read(start: number, end: number): Uint8Array | undefined;
}

function memoryPart(bytes: Uint8Array): Part {
  return { length: bytes.length, read: (start, end) => slice(bytes, start, end) };
}

function partOf(part: Part, start: number, end: number): Part {
  if (start === 0 && end === part.length) return part;
  return { length: end - start, read: (from, to) => part.read(start + from, start + to) };
}

/** Bytes given at a time, so that the reader of a large blob can stop. */
const chunk = 65536;

class BlobReader {
  readonly #parts: readonly Part[];
  #index = 0;
  #offset = 0;

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  pull(callback: (status: number, buffer?: ArrayBuffer) => void): void {
    let part = this.#parts[this.#index];
    while (part !== undefined && this.#offset >= part.length) {
      this.#offset = 0;
      part = this.#parts[++this.#index];
    }
    if (part === undefined) {
      callback(readStatus.end);
      return;
    }
    const end = Math.min(part.length, this.#offset + chunk);
    const bytes = part.read(this.#offset, end);
    this.#offset = end;
    if (bytes === undefined) {
      this.#index = this.#parts.length;
      callback(readStatus.failed);
      return;
    }
    callback(readStatus.data, copyOf(bytes).buffer);
  }

  /** Everything is there at once, so nothing ever has to be woken. */
  setWakeup(): void {}
}

class BlobHandle {
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }

  getReader(): BlobReader {
    return new BlobReader(this.parts);
  }

  slice(start: number, end: number): BlobHandle {
    const kept: Part[] = [];
    let position = 0;
    for (const part of this.parts) {
      const from = Math.max(start - position, 0);
      const to = Math.min(end - position, part.length);
      if (from < to) kept.push(partOf(part, from, to));
      position += part.length;
    }
    return new BlobHandle(kept);
  }
}

export function createBlobBinding(host: Host): Binding {
  /** Blobs behind `blob:nodedata:` addresses. */
  const stored = new Map<string, [handle: BlobHandle, length: number, type: string]>();

  return {
    createBlob: (sources: (ArrayBufferView | BlobHandle)[]) =>
      new BlobHandle(
        sources.flatMap((source) =>
          source instanceof BlobHandle ? source.parts : [memoryPart(bytesOf(source))],
        ),
      ),
    concat(list: (ArrayBuffer | ArrayBufferView)[]) {
      const views = list.map(bytesOf);
      const all = new Uint8Array(views.reduce((length, view) => length + view.length, 0));
      let position = 0;
      for (const view of views) {
        all.set(view, position);
        position += view.length;
      }
      return all.buffer;
    },
    createBlobFromFilePath(path: string) {
      const fs = host.builtin('fs');
      const describe = () => {
        const stats: Any = fs.statSync(path);
        return { size: stats.size as number, changed: stats.mtimeMs as number };
      };
      let first: ReturnType<typeof describe>;
      try {
        first = describe();
      } catch {
        throw codedError(
          'ERR_INVALID_ARG_VALUE',
          'Unable to open file as blob',
          TypeError as ErrorConstructor,
        );
      }
      const part: Part = {
        length: first.size,
        read(start, end) {
          try {
            const now = describe();
            if (now.size !== first.size || now.changed !== first.changed) return undefined;
            return (fs.readFileSync(path) as Uint8Array).subarray(start, end);
          } catch {
            return undefined;
          }
        },
      };
      return [new BlobHandle([part]), first.size];
    },
    storeDataObject(id: string, handle: BlobHandle, length: number, type: string) {
      stored.set(id, [handle, length, type]);
    },
    getDataObject: (id: string) => stored.get(id),
    revokeObjectURL(url: string) {
      const id = /^blob:nodedata:([^:]+)$/.exec(url)?.[1];
      if (id !== undefined) stored.delete(id);
    },
  };
}
