/** The bindings that need more of their process than `Host` shows. */
import type { AsyncHooksState } from './async-hooks-state.ts';
import type { ContextFrames, createWrapClasses } from './async-wrap.ts';
import { createAsyncContextFrameBinding } from './bindings/async-context-frame.ts';
import { createAsyncWrapBinding } from './bindings/async-wrap.ts';
import { createBuiltinsBinding } from './bindings/builtins.ts';
import { createErrorsBinding, type ErrorHooks } from './bindings/errors.ts';
import { createHttp2Binding, type Http2Facts } from './bindings/http2.ts';
import { bindingFactories } from './bindings/index.ts';
import { createOptionsBinding } from './bindings/options.ts';
import { createProcessMethodsBinding } from './bindings/process-methods.ts';
import { createSignalWrap } from './bindings/signal-wrap.ts';
import type { createTaskQueue } from './bindings/task-queue.ts';
import type { createTimersBinding } from './bindings/timers.ts';
import type { CommandLine } from './command-line.ts';
import type { EmulatedStacks } from './emulated-stacks.ts';
import type { WorkerLoop } from './event-loop.ts';
import type { Any, Binding, Host } from './host.ts';
import type { NodeFacts } from './node-facts.ts';
import type { ProcessOutlets, StartOptions } from './process-host.ts';
import { patchProcessObject } from './process-object.ts';
import type { ProcessReports } from './process-reports.ts';
import type { SourcePosition } from './stack-frames.ts';
import type { ThrowLedger } from './throw-ledger.ts';
import type { PromiseHooks } from './transform/promise-hooks.ts';

/** The parts of a process that its bindings are made of. */
export interface ProcessParts {
  readonly host: Host;
  readonly facts: NodeFacts;
  readonly outlets: ProcessOutlets;
  readonly loop: WorkerLoop;
  readonly asyncHooks: AsyncHooksState;
  readonly errorHooks: ErrorHooks;
  readonly throws: ThrowLedger;
  readonly stacks: EmulatedStacks | undefined;
  readonly tracking: ContextFrames & { setPromiseHooks(hooks: PromiseHooks | undefined): void };
  readonly tasks: ReturnType<typeof createTaskQueue>;
  readonly timers: ReturnType<typeof createTimersBinding>;
  readonly activeHandles: ReturnType<typeof createWrapClasses>['activeHandles'];
  reports(): ProcessReports;
  commandLine(): CommandLine;
  /** What the process was started with; asked for once it has. */
  started(): StartOptions;
  /** The source of a module of Node's library. */
  read(id: string): string;
  uncaught(error: unknown, fromPromise: boolean, thrownAt?: SourcePosition, isExact?: boolean): void;
  /** The library hands over its two functions for loading. */
  loadsWith(internalBinding: (name: string) => Any, require: (id: string) => Any): void;
  /** How signals from outside reach the program; false where it does not handle one. */
  deliversWith(deliver: (signal: number) => boolean): void;
}

const SIGABRT = 6;
const EXEC_PATH = '/usr/local/bin/node';

/** A maker for each of these bindings, by its name. */
export function processBindings(parts: ProcessParts): Readonly<Record<string, () => Binding>> {
  const { host, facts, outlets, loop, asyncHooks, errorHooks, throws, stacks, tracking, timers } = parts;
  return {
    async_context_frame: () => createAsyncContextFrameBinding(tracking),
    async_wrap: () =>
      createAsyncWrapBinding(asyncHooks, loop, facts.providers, (hooks) => tracking.setPromiseHooks(hooks)),
    builtins: () => createBuiltinsBinding(facts, { read: parts.read }, parts.loadsWith),
    errors: () =>
      createErrorsBinding({
        exitCodes: facts.exitCodes,
        hooks: errorHooks,
        uncaught: (error, fromPromise, caller) =>
          parts.uncaught(error, fromPromise, throws.reportedFrom(error, caller), fromPromise),
        readSource: (script) => parts.reports().readSource(script),
        decorate: (error) => parts.reports().decorate(error),
      }),
    http2: () => createHttp2Binding(JSON.parse(parts.read('internal/facts/http2')) as Http2Facts),
    options: () => createOptionsBinding(facts, parts.commandLine),
    process_methods: () => createProcessMethods(parts),
    signal_wrap() {
      const wrap = createSignalWrap(host, {
        setHandled: (signal, handled) => outlets.setSignalHandled(signal, handled),
      });
      parts.deliversWith(wrap.deliver);
      return wrap.binding;
    },
    task_queue: () => parts.tasks.binding,
    timers: () => timers.binding,
    types: () => createTypes(host, stacks),
  };
}

/** Whoever prints an error asks first whether it is one: the moment to make its stack readable. */
function createTypes(host: Host, stacks: EmulatedStacks | undefined): Binding {
  const binding = bindingFactories['types']!(host);
  if (!stacks) return binding;
  const isNativeError = binding['isNativeError'] as (value: unknown) => boolean;
  binding['isNativeError'] = (value: unknown) => {
    const answer = isNativeError(value);
    if (answer) stacks.translate(value);
    return answer;
  };
  return binding;
}

function createProcessMethods(parts: ProcessParts): Binding {
  const { host, facts, outlets, timers } = parts;
  const startedAt = performance.now();
  return createProcessMethodsBinding({
    host,
    uptime: () => performance.now() - startedAt,
    exit(code) {
      if (parts.commandLine().options['--trace-exit']) parts.reports().traceExit(code, parts.started().pid);
      return outlets.exit(code, 0);
    },
    abort: () => outlets.exit(facts.exitCodes['kAbort'] ?? 134, SIGABRT),
    kill: (pid, signal) => outlets.kill(pid, signal),
    patch: (process) => {
      const { pid, ppid } = parts.started();
      const { args, execArgv } = parts.commandLine();
      patchProcessObject(process, { pid, ppid, args, execArgv, execPath: EXEC_PATH });
    },
    activeResources: () => [
      ...parts.activeHandles().map((handle) => handle.resourceName),
      ...Array.from({ length: timers.timerCount() }, () => 'Timeout'),
      ...Array.from({ length: timers.immediateInfo[1] ?? 0 }, () => 'Immediate'),
    ],
    activeHandles: () => {
      const { owner_symbol } = host.binding('symbols');
      return parts.activeHandles().map((handle) => (handle as Any)[owner_symbol] ?? handle);
    },
  });
}
