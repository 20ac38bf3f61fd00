/** Places in the memory that a process waits on which reads its input while it is blocked; 32-bit numbers. */
export const inputWait = { state: 0, count: 1, size: 2 } as const;

/** What stands at `inputWait.state`. */
export const inputWaitState = { waits: 0, answered: 1 } as const;

/** What a blocked process asks for: input behind the first `offset` bytes of all that was sent to it. */
export interface InputRequest {
  readonly offset: number;
  readonly control: SharedArrayBuffer;
  readonly into: SharedArrayBuffer;
}

/** All input of a process, which messages bring to it, kept for when it is blocked and cannot take messages. */
export class StandardInput {
  readonly #chunks: Uint8Array[] = [];
  #hasEnded = false;
  #request: InputRequest | undefined;

  add(chunk: Uint8Array | null): void {
    if (chunk) this.#chunks.push(chunk);
    else this.#hasEnded = true;
    if (this.#request) this.answer(this.#request);
  }

  /** Answers now, or as soon as there is something; 0 bytes at the end. */
  answer(request: InputRequest): void {
    this.#request = undefined;
    const bytes = this.#from(request.offset);
    if (!bytes && !this.#hasEnded) {
      this.#request = request;
      return;
    }
    const into = new Uint8Array(request.into);
    const count = Math.min(bytes?.length ?? 0, into.length);
    if (bytes) into.set(bytes.subarray(0, count));
    const control = new Int32Array(request.control);
    control[inputWait.count] = count;
    Atomics.store(control, inputWait.state, inputWaitState.answered);
    Atomics.notify(control, inputWait.state);
  }

  #from(offset: number): Uint8Array | undefined {
    let start = 0;
    for (const chunk of this.#chunks) {
      if (offset < start + chunk.length) return chunk.subarray(offset - start);
      start += chunk.length;
    }
    return undefined;
  }
}
