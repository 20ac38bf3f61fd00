import { type AsyncHooksState, HOOK_FIELDS, ID_FIELDS } from '../async-hooks-state.ts';
import type { WorkerLoop } from '../event-loop.ts';
import type { Any, Binding } from '../host.ts';

/** `internalBinding('async_wrap')`. Promise hooks are V8's alone: asking for them is accepted and has no effect. */
export function createAsyncWrapBinding(
  state: AsyncHooksState,
  loop: WorkerLoop,
  providers: Readonly<Record<string, number>>,
): Binding {
  let promiseHooks: Any[] = [undefined, undefined, undefined, undefined];
  return {
    setupHooks(hooks: Any) {
      state.hooks = { init: hooks.init, before: hooks.before, after: hooks.after, destroy: hooks.destroy };
    },
    setCallbackTrampoline(trampoline: Any) {
      state.trampoline = trampoline;
    },
    registerDestroyHook(object: object, asyncId: number, destroyed?: { destroyed: boolean }) {
      const registry = new FinalizationRegistry<number>((id) => {
        if (!destroyed?.destroyed) state.queueDestroy(id, (run) => loop.post(run));
      });
      registry.register(object, asyncId);
    },
    pushAsyncContext: (asyncId: number, trigger: number) => state.push(asyncId, trigger),
    popAsyncContext: (asyncId: number) => state.pop(asyncId),
    executionAsyncResource: (index: number) => state.executionAsyncResources[index],
    clearAsyncIdStack: () => state.clear(),
    queueDestroyAsyncId: (asyncId: number) => state.queueDestroy(asyncId, (run) => loop.post(run)),
    setPromiseHooks(...hooks: Any[]) {
      promiseHooks = hooks;
    },
    getPromiseHooks: () => promiseHooks,
    async_hook_fields: state.hookFields,
    async_id_fields: state.idFields,
    execution_async_resources: state.executionAsyncResources,
    get async_ids_stack() {
      return state.idsStack;
    },
    constants: { ...HOOK_FIELDS, ...ID_FIELDS },
    Providers: providers,
  };
}
