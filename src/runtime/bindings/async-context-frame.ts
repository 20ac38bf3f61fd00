import type { ContextFrames } from '../async-wrap.ts';
import type { Binding } from '../host.ts';

/** `internalBinding('async_context_frame')`. */
export function createAsyncContextFrameBinding(frames: ContextFrames): Binding {
  return {
    getContinuationPreservedEmbedderData: () => frames.current(),
    setContinuationPreservedEmbedderData: (frame: unknown) => frames.set(frame),
  };
}
