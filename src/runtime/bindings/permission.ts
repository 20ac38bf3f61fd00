import type { Binding } from '../host.ts';

/** `internalBinding('permission')`: the permission model is off, the sandbox itself is the limit. */
export function createPermissionBinding(): Binding {
  return { has: () => true, drop() {} };
}
