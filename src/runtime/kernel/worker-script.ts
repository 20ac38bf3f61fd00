import { hasStackApi } from '../emulated-stacks.ts';

/** Evaluates the first text that it is sent, which listens for all that follows. */
const STARTER = 'onmessage = ({ data }) => { onmessage = null; (0, eval)(data); };';

/**
 * Whether the realm is JavaScriptCore's: `stack` is a plain property of each error. In its isolated pages, a frame of
 * opaque origin cannot load workers from blobs, because they do not inherit the policy of the frame.
 */
function isJavaScriptCore(): boolean {
  const hasOwnStack = typeof Object.getOwnPropertyDescriptor(new Error(), 'stack')?.value === 'string';
  return hasOwnStack && !hasStackApi(globalThis);
}

/** Makes workers of one script, in whatever way the browser can load it. */
export function createWorkerScript(source: string): () => Worker {
  if (!isJavaScriptCore()) {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    return () => new Worker(url, { name: 'process' });
  }
  return () => {
    const worker = new Worker(`data:text/javascript,${encodeURIComponent(STARTER)}`, { name: 'process' });
    worker.postMessage(source);
    return worker;
  };
}
