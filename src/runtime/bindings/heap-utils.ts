import type { Binding } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** `internalBinding('heap_utils')`: only the browser's own tools can look into the heap. */
export function createHeapUtilsBinding(): Binding {
  const refuse = () => unavailable('heap snapshot', 'take one in the memory panel of the browser');
  return { buildEmbedderGraph: refuse, triggerHeapSnapshot: refuse, createHeapSnapshotStream: refuse };
}
