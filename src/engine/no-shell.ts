import type { EngineShell } from './engine.ts';
import { EngineError } from './errors.ts';

/** `openShell` of an engine that has none. */
export async function noShell(): Promise<EngineShell> {
  throw new EngineError('ERR_ENGINE_UNSUPPORTED', 'This sandbox has no shell.', {
    hint: 'Full Node (WebContainer) has one, with `npm`.',
  });
}
