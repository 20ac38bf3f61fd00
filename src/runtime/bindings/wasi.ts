import type { Binding } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** `internalBinding('wasi')`. */
export function createWasiBinding(): Binding {
  return {
    WASI: class {
      constructor() {
        unavailable('node:wasi', 'WebAssembly has no system interface here');
      }
    },
  };
}
