/** The numbers that Node's library and its bindings share about async resources (`AsyncHooks` in Node's `src/env.h`). */

export const HOOK_FIELDS = {
  kInit: 0,
  kBefore: 1,
  kAfter: 2,
  kDestroy: 3,
  kPromiseResolve: 4,
  kTotals: 5,
  kCheck: 6,
  kStackLength: 7,
  kUsesExecutionAsyncResource: 8,
} as const;

export const ID_FIELDS = {
  kExecutionAsyncId: 0,
  kTriggerAsyncId: 1,
  kAsyncIdCounter: 2,
  kDefaultTriggerAsyncId: 3,
} as const;

type Trampoline = (
  asyncId: number,
  resource: object,
  callback: (...args: unknown[]) => unknown,
  ...args: unknown[]
) => unknown;

/** What the library hands over in `async_wrap.setupHooks`. */
export interface NativeHooks {
  init(asyncId: number, type: string, triggerAsyncId: number, resource: object): void;
  before(asyncId: number): void;
  after(asyncId: number): void;
  destroy(asyncId: number): void;
}

export class AsyncHooksState {
  readonly hookFields = new Uint32Array(9);
  readonly idFields = new Float64Array(4);
  readonly executionAsyncResources: unknown[] = [];
  idsStack = new Float64Array(32);
  hooks: NativeHooks | undefined;
  trampoline: Trampoline | undefined;
  readonly #destroyQueue: number[] = [];

  constructor() {
    this.hookFields[HOOK_FIELDS.kCheck] = 1;
    this.idFields[ID_FIELDS.kAsyncIdCounter] = 1;
    this.idFields[ID_FIELDS.kDefaultTriggerAsyncId] = -1;
  }

  newAsyncId(): number {
    const next = this.idFields[ID_FIELDS.kAsyncIdCounter]! + 1;
    this.idFields[ID_FIELDS.kAsyncIdCounter] = next;
    return next;
  }

  defaultTriggerAsyncId(): number {
    const id = this.idFields[ID_FIELDS.kDefaultTriggerAsyncId]!;
    return id < 0 ? this.idFields[ID_FIELDS.kExecutionAsyncId]! : id;
  }

  push(asyncId: number, triggerAsyncId: number): void {
    const offset = this.hookFields[HOOK_FIELDS.kStackLength]!;
    if (offset * 2 >= this.idsStack.length) {
      const grown = new Float64Array(this.idsStack.length * 3);
      grown.set(this.idsStack);
      this.idsStack = grown;
    }
    this.idsStack[2 * offset] = this.idFields[ID_FIELDS.kExecutionAsyncId]!;
    this.idsStack[2 * offset + 1] = this.idFields[ID_FIELDS.kTriggerAsyncId]!;
    this.hookFields[HOOK_FIELDS.kStackLength] = offset + 1;
    this.idFields[ID_FIELDS.kExecutionAsyncId] = asyncId;
    this.idFields[ID_FIELDS.kTriggerAsyncId] = triggerAsyncId;
  }

  /** Returns whether something is left on the stack; ids that do not match are unwound to an empty stack. */
  pop(asyncId: number): boolean {
    const length = this.hookFields[HOOK_FIELDS.kStackLength]!;
    if (length === 0) return false;
    if (this.idFields[ID_FIELDS.kExecutionAsyncId] !== asyncId) {
      this.clear();
      return false;
    }
    const offset = length - 1;
    this.idFields[ID_FIELDS.kExecutionAsyncId] = this.idsStack[2 * offset]!;
    this.idFields[ID_FIELDS.kTriggerAsyncId] = this.idsStack[2 * offset + 1]!;
    this.hookFields[HOOK_FIELDS.kStackLength] = offset;
    this.executionAsyncResources.length = Math.min(this.executionAsyncResources.length, offset);
    return offset > 0;
  }

  clear(): void {
    this.idFields[ID_FIELDS.kExecutionAsyncId] = 0;
    this.idFields[ID_FIELDS.kTriggerAsyncId] = 0;
    this.hookFields[HOOK_FIELDS.kStackLength] = 0;
    this.executionAsyncResources.length = 0;
  }

  /** Queues a `destroy` hook; `schedule` is called once for a batch. */
  queueDestroy(asyncId: number, schedule: (run: () => void) => void): void {
    this.#destroyQueue.push(asyncId);
    if (this.#destroyQueue.length > 1) return;
    schedule(() => {
      for (const id of this.#destroyQueue.splice(0)) this.hooks?.destroy(id);
    });
  }
}
