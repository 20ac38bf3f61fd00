import { type AsyncHooksState, HOOK_FIELDS, ID_FIELDS } from '../async-hooks-state.ts';
import type { WorkerLoop } from '../event-loop.ts';
import type { Any, Binding } from '../host.ts';
import type { PromiseHooks } from '../transform/promise-hooks.ts';

/** `internalBinding('async_wrap')`. */
export function createAsyncWrapBinding(
  state: AsyncHooksState,
  loop: WorkerLoop,
  providers: Readonly<Record<string, number>>,
  setPromiseHooks: (hooks: PromiseHooks | undefined) => void,
): Binding {
  const registry = new FinalizationRegistry<{ id: number; destroyed: { destroyed: boolean } | undefined }>(
    ({ id, destroyed }) => {
      if (!destroyed?.destroyed) state.queueDestroy(id, (run) => loop.post(run));
    },
  );
  let promiseHooks: Any[] = [undefined, undefined, undefined, undefined];
  return {
    setupHooks(hooks: Any) {
      state.hooks = { init: hooks.init, before: hooks.before, after: hooks.after, destroy: hooks.destroy };
    },
    setCallbackTrampoline(trampoline: Any) {
      state.trampoline = trampoline;
    },
    registerDestroyHook(object: object, asyncId: number, destroyed?: { destroyed: boolean }) {
      registry.register(object, { id: asyncId, destroyed });
    },
    pushAsyncContext: (asyncId: number, trigger: number) => state.push(asyncId, trigger),
    popAsyncContext: (asyncId: number) => state.pop(asyncId),
    executionAsyncResource: (index: number) => state.executionAsyncResources[index],
    clearAsyncIdStack: () => state.clear(),
    queueDestroyAsyncId: (asyncId: number) => state.queueDestroy(asyncId, (run) => loop.post(run)),
    setPromiseHooks(...hooks: Any[]) {
      promiseHooks = hooks;
      const [init, before, after] = hooks;
      setPromiseHooks(init || before || after ? { init, before, after } : undefined);
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
