/**
 * Files of the engine that arrive while programs run already. A program that needs one before waits for it, in the
 * middle of whatever it does: through memory that it shares with the kernel.
 */

/** The texts of files, one after the other in shared memory behind {@link STATE_BYTES}. */
export interface LateFiles {
  /** `undefined` where nothing can be waited for. */
  readonly memory: SharedArrayBuffer | undefined;
  /** Where a file lies, in bytes. */
  readonly places: Readonly<Record<string, { readonly start: number; readonly size: number }>>;
}

const STATE_BYTES = 8;
const State = { coming: 0, here: 1, failed: 2 } as const;

/**
 * Whether a program can wait for files, and its stacks look the same meanwhile: frames of evaluated code need names, by
 * which a function and its body are joined.
 */
export function canWaitForFiles(): boolean {
  const { crossOriginIsolated } = globalThis as { readonly crossOriginIsolated?: boolean };
  // biome-ignore lint/security/noGlobalEval: it asks how this browser shows code that went through `eval`
  const stack = (0, eval)('new Error().stack\n//# sourceURL=framed') as string | undefined;
  return (
    typeof SharedArrayBuffer === 'function' &&
    crossOriginIsolated === true &&
    stack?.includes('framed') === true
  );
}

/** @param sizes bytes of each file, by its name */
export function createLateFiles(sizes: Readonly<Record<string, number>>): LateFiles {
  let end = STATE_BYTES;
  const places: Record<string, { start: number; size: number }> = {};
  for (const [name, size] of Object.entries(sizes)) {
    places[name] = { start: end, size };
    end += size;
  }
  return { memory: new SharedArrayBuffer(end), places };
}

/** Puts the files in and wakes whoever waits; `undefined` tells them that they wait in vain. */
export function settleLateFiles(
  { memory, places }: LateFiles,
  files: Readonly<Record<string, Uint8Array>> | undefined,
): void {
  if (!memory) return;
  const state = new Int32Array(memory, 0, 1);
  if (files)
    for (const [name, { start }] of Object.entries(places))
      new Uint8Array(memory, start).set(files[name] as Uint8Array);
  Atomics.store(state, 0, files ? State.here : State.failed);
  Atomics.notify(state, 0);
}

/** Lets later programs wait again, for files that are asked for anew. */
export function expectLateFiles({ memory }: LateFiles): void {
  if (!memory) return;
  Atomics.compareExchange(new Int32Array(memory, 0, 1), 0, State.failed, State.coming);
}

/** A file could not be loaded, and whoever needs it cannot go on. */
export class LateFileError extends Error {
  override readonly name = 'LateFileError';
  readonly code = 'ERR_SANDBOX_NOT_LOADED';
}

/**
 * What is in a file, parsed as JSON; waits until it is there. `ask` is called before that: where a download has failed
 * earlier, it is tried once more.
 *
 * @throws {LateFileError} where it could not be loaded
 */
export function readLateFile({ memory, places }: LateFiles, name: string, ask: () => void): unknown {
  if (!memory) throw new Error('This worker was made to wait for what it cannot wait for.');
  const state = new Int32Array(memory, 0, 1);
  if (Atomics.load(state, 0) !== State.here) {
    Atomics.compareExchange(state, 0, State.failed, State.coming);
    ask();
    Atomics.wait(state, 0, State.coming);
  }
  if (Atomics.load(state, 0) !== State.here) {
    throw new LateFileError(
      'a part of it could not be loaded. Check the connection, and run the program again.',
    );
  }
  const place = places[name];
  if (!place) throw new Error(`The sandbox has no file \`${name}\`.`);
  // Browsers decode no shared memory.
  const bytes = new Uint8Array(memory, place.start, place.size).slice();
  return JSON.parse(new TextDecoder().decode(bytes));
}
