import { existsSync } from 'node:fs';
import type { Engine } from '../../src/engine/engine.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';

export const engineNames = ['native', 'embedded'] as const;
export type EngineName = (typeof engineNames)[number];

export function isEngineName(name: string): name is EngineName {
  return (engineNames as readonly string[]).includes(name);
}

/** An engine, and the way to end it with all that was opened for it. */
export interface OpenEngine {
  readonly engine: Engine;
  close(): Promise<void>;
}

/** Opens an engine: real Node, or the page's in a browser without a window. */
export async function openAnyEngine(name: EngineName): Promise<OpenEngine> {
  if (name === 'native') {
    const engine = await NativeEngine.boot();
    return { engine, close: () => engine.teardown() };
  }
  const door = new URL('../in-page.mjs', import.meta.url);
  if (!existsSync(door))
    throw new Error('The page’s engine cannot be opened: `scripts/in-page.mjs` is not there.');
  const { openEngine } = await import(door.href);
  const engine = await openEngine({ engine: 'embedded' });
  return { engine, close: () => engine.close() };
}
