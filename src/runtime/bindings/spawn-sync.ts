import type { Binding } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** `internalBinding('spawn_sync')`: a worker cannot wait for another one. */
export function createSpawnSyncBinding(): Binding {
  return {
    spawn: () =>
      unavailable('child_process.spawnSync', 'a process cannot stop to wait for another one; use `spawn`'),
  };
}
