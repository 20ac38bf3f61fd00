import type { ProcessMessage } from './kernel/messages.ts';
import { inputWait, inputWaitState } from './kernel/standard-input.ts';

const MOST_BYTES_AT_ONCE = 65536;

/** Blocks until the kernel has input for the process; `undefined` in a page that shares no memory between processes. */
export function waitForInput(
  offset: number,
  into: Uint8Array,
  sendBeforeBlocking: (message: ProcessMessage) => void,
): number | undefined {
  if (!crossOriginIsolated) return undefined;
  const control = new Int32Array(new SharedArrayBuffer(4 * inputWait.size));
  const shared = new SharedArrayBuffer(Math.min(into.length, MOST_BYTES_AT_ONCE));
  const request = { offset, control: control.buffer as SharedArrayBuffer, into: shared };
  try {
    sendBeforeBlocking({ type: 'read-input', request });
  } catch {
    // WebKit refuses to send shared memory out of a frame of opaque origin.
    return undefined;
  }
  Atomics.wait(control, inputWait.state, inputWaitState.waits);
  const count = control[inputWait.count] as number;
  into.set(new Uint8Array(shared, 0, count));
  return count;
}
