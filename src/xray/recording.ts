import type { Probe } from './probe.ts';
import { type Trace, TraceReader } from './trace.ts';

const lineEnd = 10;

/**
 * The file that `recorder.cjs` writes, read as it grows: only what is new is read. A program that was started anew begins it
 * anew; until a request has reached that one, the traces of the one before it stay.
 */
export class Recording {
  readonly #probes: readonly Probe[];
  #reader: TraceReader;
  #before: readonly Trace[] = [];
  /** How much has been read. */
  #at = 0;
  /** The first line, which no other recording begins with. */
  #head = '';

  constructor(probes: readonly Probe[]) {
    this.#probes = probes;
    this.#reader = new TraceReader(probes);
  }

  get traces(): readonly Trace[] {
    const { traces } = this.#reader;
    return traces.length > 0 ? traces : this.#before;
  }

  /** How many requests have reached the program that records now. */
  get requests(): number {
    return this.#reader.traces.length;
  }

  /** Whether the recorder has stopped because it had noted as much as it does. */
  get full(): boolean {
    return this.#reader.full;
  }

  /** Takes the file as it is now; tells whether something was new. */
  take(bytes: Uint8Array): boolean {
    const head = textOf(bytes.subarray(0, bytes.indexOf(lineEnd) + 1));
    if (head !== this.#head) {
      this.#before = this.traces;
      this.#reader = new TraceReader(this.#probes);
      this.#at = 0;
      this.#head = head;
    }
    const end = bytes.lastIndexOf(lineEnd) + 1;
    if (end <= this.#at) return false;
    this.#reader.add(textOf(bytes.subarray(this.#at, end)));
    this.#at = end;
    return true;
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
