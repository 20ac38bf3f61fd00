import type { ContextFrames } from './async-wrap.ts';
import type { PromiseHooks } from './transform/promise-hooks.ts';

/** The one context variable of the realm, with the sign that microtasks may be pending. */
export interface RealmTracking extends ContextFrames {
  takeActivity(): boolean;
  mayReject(): boolean;
  noteActivity(): void;
  runIn<Result>(frame: unknown, callback: () => Result): Result;
  frameOfRejection(promise: object | undefined, reason: unknown): unknown;
  isHandledIn(promise: object, callback: () => void): boolean;
  setPromiseHooks(hooks: PromiseHooks | undefined): void;
  endTask(): void;
}
