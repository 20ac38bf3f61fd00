import type { Engine, EngineKind, EngineOptions } from './engine.ts';

/**
 * Boots an engine. The only place that names implementations; each is loaded when it is asked for, so that a page pays
 * for none of them before a sandbox starts. The native engine is for tests, transcripts and content checks: bundlers
 * leave it out because it is imported by `scripts/` alone.
 */
export async function createEngine(
  kind: Exclude<EngineKind, 'native'>,
  options: EngineOptions = {},
): Promise<Engine> {
  switch (kind) {
    case 'embedded': {
      const { EmbeddedEngine } = await import('./embedded/embedded-engine.ts');
      return EmbeddedEngine.boot(options);
    }
    case 'webcontainer': {
      const { WebContainerEngine } = await import('./webcontainer/webcontainer-engine.ts');
      return WebContainerEngine.boot(options);
    }
  }
}
