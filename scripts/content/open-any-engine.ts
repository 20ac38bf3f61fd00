import type { Engine } from '../../src/engine/engine.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';

export const engineNames = ['native', 'embedded', 'webcontainer'] as const;
export type EngineName = (typeof engineNames)[number];

export function isEngineName(name: string): name is EngineName {
  return (engineNames as readonly string[]).includes(name);
}

/** An engine, and the way to end it with all that was opened for it. */
export interface OpenEngine {
  readonly engine: Engine;
  close(): Promise<void>;
}

/** Opens engines one after the other or side by side; what they share is closed with it. */
export interface EngineDoor {
  /** With these packages, or with all. */
  open(packages?: readonly string[]): Promise<OpenEngine>;
  close(): Promise<void>;
}

/**
 * The door to engines of a kind: real Node, the page's, or WebContainers, each in a page of one browser without a window.
 * `SAFETY_NET_CONTAINER_HOST` names another host of WebContainers than StackBlitz.
 */
export async function openEngineDoor(name: EngineName): Promise<EngineDoor> {
  if (name === 'native') {
    return {
      open: async (packages) => {
        const engine = await NativeEngine.boot(packages === undefined ? {} : { packages });
        return { engine, close: () => engine.teardown() };
      },
      close: async () => undefined,
    };
  }
  const { openPageEngines } = await import(new URL('../in-page/page-engine.mjs', import.meta.url).href);
  const containerHost = process.env['SAFETY_NET_CONTAINER_HOST'];
  const door = await openPageEngines('chromium', {
    kind: name,
    ...(containerHost && { containerHost }),
  });
  return {
    open: async (packages) => {
      const engine = await door.openEngine({ packages });
      return { engine, close: () => engine.close() };
    },
    close: () => door.close(),
  };
}

/** One engine by itself. */
export async function openAnyEngine(name: EngineName): Promise<OpenEngine> {
  const door = await openEngineDoor(name);
  try {
    const { engine, close } = await door.open();
    return {
      engine,
      close: async () => {
        await close();
        await door.close();
      },
    };
  } catch (error) {
    await door.close();
    throw error;
  }
}
