import type { Binding } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** `internalBinding('mksnapshot')`: no startup snapshot is ever built. */
export function createMksnapshotBinding(): Binding {
  return {
    isBuildingSnapshotBuffer: new Uint8Array(1),
    anonymousMainPath: '__node_anonymous_main',
    setSerializeCallback() {},
    setDeserializeCallback() {},
    setDeserializeMainFunction() {},
    runEmbedderPreload() {},
    compileSerializeMain: () => unavailable('startup snapshot', 'a process always starts from its program'),
  };
}
