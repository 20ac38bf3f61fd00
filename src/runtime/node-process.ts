import { AsyncHooksState } from './async-hooks-state.ts';
import { createWrapClasses } from './async-wrap.ts';
import { compileLibraryFunction } from './bindings/builtins.ts';
import { compiledScriptsOf } from './bindings/compiled-scripts.ts';
import { prepareCommonJs } from './bindings/contextify/functions.ts';
import type { ErrorHooks } from './bindings/errors.ts';
import { bindingFactories } from './bindings/index.ts';
import { missingBinding } from './bindings/small-bindings.ts';
import { createTaskQueue } from './bindings/task-queue.ts';
import { createTimersBinding } from './bindings/timers.ts';
import { realmOf } from './bindings/util/realm.ts';
import type { CallSite } from './call-site.ts';
import { causeOf } from './causes.ts';
import type { CodeStore } from './code-store.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import type { EmulatedStacks, StackSources } from './emulated-stacks.ts';
import { WorkerLoop } from './event-loop.ts';
import type { Any, Binding, Host } from './host.ts';
import { addInspectorMethods } from './inspector-console.ts';
import type { NodeFacts } from './node-facts.ts';
import { originalPosition } from './original-position.ts';
import { processBindings } from './process-bindings.ts';
import { createProcessHost, type ProcessOutlets, type StartOptions } from './process-host.ts';
import { createEnvironment, createProcessObject } from './process-object.ts';
import { ProcessReports } from './process-reports.ts';
import type { RealmTracking } from './realm-tracking.ts';
import type { SourcePosition } from './stack-frames.ts';
import { installStackTraces } from './stack-trace.ts';
import { beginningOf } from './starting.ts';
import type { ThreadFacts } from './threads/messages.ts';
import type { ThrowLedger } from './throw-ledger.ts';

/** Unwinds what runs when the process ends. Not an `Error`: it has no stack to make and nobody to tell. */
export class ProcessEnded {}

const encoder = new TextEncoder();
const isFile = (script: string) => script.startsWith('/') || script.startsWith('file:');
/** In `processTicksAndRejections`, and not in the function before it. */
const RUNS_MICROTASKS = '    runMicrotasks();\n  } while';

/** A Node process in a worker: Node's library on the bindings of this sandbox. Once per realm. */
export class NodeProcess {
  readonly loop: WorkerLoop;
  readonly #facts: NodeFacts;
  readonly #code: CodeStore;
  readonly #outlets: ProcessOutlets;
  readonly #tracking: RealmTracking;
  readonly #asyncHooks = new AsyncHooksState();
  readonly #errorHooks: ErrorHooks = {};
  readonly #throws: ThrowLedger;
  readonly #thread: ThreadFacts | undefined;
  readonly #stacks: EmulatedStacks | undefined;
  readonly #bindings = new Map<string, Binding>();
  readonly #ownBindings: Readonly<Record<string, () => Binding>>;
  readonly #host: Host;
  readonly #reports: ProcessReports;
  readonly #tasks = createTaskQueue(
    (callback) => {
      this.#tracking.noteActivity();
      queueMicrotask(() => {
        try {
          callback();
        } catch (error) {
          // V8 tells of an exception in a microtask with the place where it was made.
          const frame = this.#tracking.frameOfRejection(undefined, error);
          this.#tracking.runIn(frame, () => this.uncaught(error, false, undefined, true));
        }
      });
    },
    () => this.#process,
  );
  #process: Any;
  #requireBuiltin: (id: string) => Any = () => undefined;
  #internalBinding: (name: string) => Any = () => undefined;
  #primordials: Any;
  readonly #perContext: Any = {};
  #commandLine: CommandLine;
  #started: StartOptions | undefined;
  #deliverSignal: (signal: number) => boolean = () => false;
  #entryPointSettled = true;
  #dying = false;
  #runsMicrotasksAt: SourcePosition | undefined;
  booted = false;
  stackSources: StackSources | undefined;

  constructor(options: {
    readonly facts: NodeFacts;
    readonly code: CodeStore;
    readonly outlets: ProcessOutlets;
    readonly tracking: RealmTracking;
    readonly throws: ThrowLedger;
    /** Where the process is a thread of another one. */
    readonly thread?: ThreadFacts | undefined;
    /** Where the browser lacks V8's stack API. */
    readonly stacks?: EmulatedStacks;
  }) {
    this.#thread = options.thread;
    this.#stacks = options.stacks;
    this.#throws = options.throws;
    this.#facts = options.facts;
    this.#code = options.code;
    this.#outlets = options.outlets;
    this.#tracking = options.tracking;
    this.#commandLine = parseCommandLine([], undefined, options.facts);
    this.loop = new WorkerLoop({
      now: () => performance.now(),
      // Browsers refuse to run these as methods of another object.
      queueMicrotask: (callback) => queueMicrotask(callback),
      setTimeout: (callback, delay) => setTimeout(callback, delay) as unknown as number,
      clearTimeout: (id) => clearTimeout(id),
    });
    const wraps = createWrapClasses(this.#asyncHooks, this.#tracking, this.loop, this.#facts.providers);
    this.#host = createProcessHost({
      outlets: this.#outlets,
      loop: this.loop,
      wraps,
      perContext: this.#perContext,
      thread: this.#thread,
      started: () => this.#started,
      process: () => this.#process,
      fileCode: (path, pack, index) => this.#code.fileCode(path, pack, index),
      isPlain: (code) => this.#code.isPlain(code),
      builtin: (id) => this.#requireBuiltin(id),
      binding: (name) => this.#binding(name),
      cause: () => causeOf(this.#tracking.current()),
      uncaught: (error, fromPromise) => this.uncaught(error, fromPromise),
    });
    this.#ownBindings = processBindings({
      host: this.#host,
      facts: this.#facts,
      outlets: this.#outlets,
      loop: this.loop,
      asyncHooks: this.#asyncHooks,
      errorHooks: this.#errorHooks,
      throws: this.#throws,
      stacks: this.#stacks,
      tracking: this.#tracking,
      tasks: this.#tasks,
      timers: this.#timers,
      activeHandles: wraps.activeHandles,
      reports: () => this.#reports,
      commandLine: () => this.#commandLine,
      started: () => this.#started as StartOptions,
      read: (id) => this.#read(id),
      uncaught: (...failure) => this.uncaught(...failure),
      loadsWith: (internalBinding, require) => {
        this.#internalBinding = internalBinding;
        this.#requireBuiltin = require;
      },
      deliversWith: (deliver) => {
        this.#deliverSignal = deliver;
      },
    });
    this.#reports = new ProcessReports({
      version: this.#facts.version,
      throws: this.#throws,
      errorHooks: this.#errorHooks,
      privateSymbols: () => this.#binding('util')['privateSymbols'],
      isProxy: (value) => realmOf(this.#host).proxies.has(value),
      isNativeError: (value) => this.#binding('types')['isNativeError'](value),
      moduleText: (id) => this.#code.moduleText(id),
      compiledText: (name) => (isFile(name) ? undefined : compiledScriptsOf(this.#host).source(name)),
      unfiledText: (name) => compiledScriptsOf(this.#host).source(name),
      placeOf: (position) => compiledScriptsOf(this.#host).placeOf(position),
      readFile: (path) => this.#host.files.readFile(path),
      write: (text) => this.#host.write(2, encoder.encode(text)),
    });
  }

  /** Loads Node's library as far as it goes without knowing the program: what Node keeps in its snapshot. */
  bootstrap(): void {
    const privateSymbols = this.#binding('util')['privateSymbols'];
    this.#process = createProcessObject(this.#facts, { exitInfo: privateSymbols.exit_info_private_symbol });
    this.#primordials = {};
    const perIsolateSymbols = this.#binding('symbols');
    for (const id of ['primordials', 'domexception', 'messageport']) {
      const parameters = 'exports, primordials, privateSymbols, perIsolateSymbols';
      compileLibraryFunction(
        `internal/per_context/${id}`,
        this.#read(`internal/per_context/${id}`),
        parameters,
      )(this.#perContext, this.#primordials, privateSymbols, perIsolateSymbols);
    }
    const getInternalBinding = (name: string) => this.#binding(name);
    const getLinkedBinding = (name: string) => {
      throw new Error(`No such binding: ${name}`);
    };
    compileLibraryFunction(
      'internal/bootstrap/realm',
      this.#read('internal/bootstrap/realm'),
      'process, getLinkedBinding, getInternalBinding, primordials',
    )(this.#process, getLinkedBinding, getInternalBinding, this.#primordials);
    for (const id of [
      'internal/bootstrap/node',
      'internal/bootstrap/web/exposed-wildcard',
      'internal/bootstrap/web/exposed-window-or-worker',
      this.#thread
        ? 'internal/bootstrap/switches/is_not_main_thread'
        : 'internal/bootstrap/switches/is_main_thread',
      this.#thread
        ? 'internal/bootstrap/switches/does_not_own_process_state'
        : 'internal/bootstrap/switches/does_own_process_state',
    ]) {
      this.#runLibraryScript(id);
    }
    addInspectorMethods((globalThis as Any).console);
    const scripts = compiledScriptsOf(this.#host);
    const sources: StackSources = {
      format: (error, sites) => {
        this.#throws.noteRead(error);
        this.#throws.noteFrames(error, sites as readonly CallSite[]);
        return this.#errorHooks.prepareStackTrace?.({}, error, [...sites]);
      },
      original: (name, line, column) => originalPosition(name, line, column, this.#code, scripts),
      isStandIn: (name, line, column) => this.#code.isStandIn(name, line, column),
      thrownAt: (error) => this.#throws.find(error),
    };
    if (this.#stacks) this.stackSources = sources;
    else {
      this.#throws.microtaskRunner = () => (this.loop.inMicrotaskOfTicks ? this.#tickRunner : undefined);
      const microtaskRunner = (error: object) => this.#throws.runnerOf(error);
      const parseCall = (error: object) => this.#throws.madeByMethod(error);
      const scriptOf = (name: string) => scripts.find(name);
      const { noteFormed } = this.#throws;
      installStackTraces(Error, { ...sources, scriptOf, parseCall, microtaskRunner, noteFormed });
    }
    this.booted = true;
  }

  /** Loads a module of the library before anybody asks for it. */
  loadModule(id: string): void {
    this.#requireBuiltin(id);
  }

  /** Compiles a CommonJS file before anybody asks for it. */
  prepareFile(path: string, source: string): void {
    prepareCommonJs(this.#host, path, source);
  }

  /** Runs a program. What it prints and how it ends reaches the outlets. */
  start(options: StartOptions): void {
    this.#started = options;
    options.files.connectStandardStreams({
      write: (fd, bytes) => this.#outlets.write(fd, bytes),
      read: (into) => this.#outlets.readStdin(into),
    });
    const begun = beginningOf(options.argv, options.env, this.#facts, (path) =>
      this.#host.files.readFile(path),
    );
    if ('text' in begun) {
      this.#host.write(begun.fd, encoder.encode(begun.text));
      this.#outlets.exit(begun.code, 0);
    }
    if (begun.note) this.#host.write(2, encoder.encode(begun.note));
    this.#commandLine = begun.commandLine;
    this.#throws.keepsFrames = begun.commandLine.options['--trace-uncaught'] === true;
    (Error as Any).stackTraceLimit = begun.commandLine.options['--stack-trace-limit'];
    this.#process.env = createEnvironment(begun.env);
    // Node waits with it for the first `AsyncLocalStorage`; causes need it in programs without one.
    void this.#requireBuiltin('internal/async_context_frame').enabled;
    const timers = this.#timers;
    this.loop.post(() => this.#main());
    this.loop.start({
      immediateInfo: timers.immediateInfo,
      processTimers: timers.processTimers,
      processImmediate: timers.processImmediate,
      runTicks: this.#tasks.runTicks,
      ticksPending: () => this.#tasks.tickInfo[0] === 1 || this.#tasks.tickInfo[1] === 1,
      takeActivity: () => this.#tracking.takeActivity(),
      mayReject: () => this.#tracking.mayReject(),
      onTask: () => this.#tracking.endTask(),
      onUncaught: (error) => this.uncaught(error, false),
      onIdle: () => this.#process.emit('beforeExit', this.#process.exitCode ?? 0),
      onExit: () => this.#emitExit(),
      onEnd: () => this.#endNaturally(),
    });
  }

  /** Hands over a signal from outside; false where the program does not handle it. */
  signal(signal: number): boolean {
    return this.#deliverSignal(signal);
  }

  /** For the realm's `unhandledrejection` and `rejectionhandled` events. */
  promiseRejected(promise: Promise<unknown>, reason: unknown): void {
    this.#stacks?.translate(reason);
    realmOf(this.#host).promises.rejected(promise, reason);
    const frame = this.#tracking.frameOfRejection(promise, reason);
    this.#tracking.runIn(frame, () => this.#tasks.promiseRejected(promise, reason));
    // Of what is handled while it is told of, browsers do not tell that it was handled late.
    if (!this.#tracking.isHandledIn(promise, () => this.loop.runTicks())) return;
    queueMicrotask(() => {
      this.promiseHandledLate(promise);
      this.loop.runTicks();
    });
  }

  promiseHandledLate(promise: Promise<unknown>): void {
    this.#tasks.promiseHandledLate(promise);
  }

  /** An exception that left a task; `thrownAt` is where. */
  uncaught(error: unknown, fromPromise: boolean, thrownAt?: SourcePosition, isExact = fromPromise): void {
    if (error instanceof ProcessEnded) return;
    this.#stacks?.translate(error);
    const process = this.#process;
    let handled: unknown;
    try {
      if (this.#dying) throw error;
      handled = process._fatalException(error, fromPromise);
    } catch (inHandler) {
      if (inHandler instanceof ProcessEnded) return;
      this.#reports.report(inHandler, this.#reports.throwSite(inHandler, undefined));
      this.#outlets.exit(this.#facts.exitCodes['kExceptionInFatalExceptionHandler'] ?? 7, 0);
    }
    if (handled) return;
    this.#dying = true;
    this.#reports.report(error, isExact ? thrownAt : this.#reports.throwSite(error, thrownAt));
    this.#outlets.exit(process.exitCode ?? this.#facts.exitCodes['kGenericUserError'] ?? 1, 0);
  }

  /** Where the library runs microtasks, as stacks of them end in Node. */
  get #tickRunner(): SourcePosition {
    if (!this.#runsMicrotasksAt) {
      const id = 'internal/process/task_queues';
      const [before = ''] = this.#read(id).split(RUNS_MICROTASKS);
      this.#runsMicrotasksAt = { name: `node:${id}`, line: before.split('\n').length, column: 5 };
    }
    return this.#runsMicrotasksAt;
  }

  #main(): void {
    const options = this.#commandLine.options;
    let id = 'internal/main/run_main_module';
    if (this.#thread) id = 'internal/main/worker_thread';
    else if (options['--test']) id = 'internal/main/test_runner';
    else if (options['--check']) id = 'internal/main/check_syntax';
    else if (options['--eval'] !== undefined && options['--eval'] !== '') id = 'internal/main/eval_string';
    else if (this.#commandLine.args.length === 0) id = 'internal/main/eval_stdin';
    this.#runLibraryScript(id);
    const symbol = this.#binding('util')['privateSymbols'].entry_point_promise_private_symbol;
    const entryPoint = (globalThis as Any)[symbol] as Promise<unknown> | undefined;
    if (!entryPoint) return;
    this.#entryPointSettled = false;
    const settled = () => {
      this.#entryPointSettled = true;
    };
    this.#primordials.PromisePrototypeThen(entryPoint, settled, settled);
  }

  #emitExit(): void {
    const process = this.#process;
    process._exiting = true;
    if (!this.#entryPointSettled && !process.exitCode) {
      this.#reports.warnOfStalledAwait(this.#stalledAwaits());
      process.exitCode = this.#facts.exitCodes['kUnsettledTopLevelAwait'] ?? 13;
    }
    process.emit('exit', process.exitCode ?? 0);
  }

  #endNaturally(): void {
    this.#outlets.exit(this.#process.exitCode ?? 0, 0);
  }

  #stalledAwaits(): readonly SourcePosition[] {
    const loader = this.#requireBuiltin('internal/modules/esm/loader').getOrInitializeCascadedLoader();
    return this.#binding('module_wrap')['stalledTopLevelAwaits']?.(loader) ?? [];
  }

  #read(id: string): string {
    const source = this.#code.moduleCode(id);
    if (source === undefined) throw new Error(`\`node:${id}\` is not part of this sandbox.`);
    return source;
  }

  #runLibraryScript(id: string): void {
    compileLibraryFunction(id, this.#read(id), 'process, require, internalBinding, primordials')(
      this.#process,
      this.#requireBuiltin,
      this.#internalBinding,
      this.#primordials,
    );
  }

  readonly #timers = createTimersBinding(
    {
      scheduleTimer: (delay: number) => this.loop.scheduleTimer(delay),
      setTimerRef: (ref: boolean) => this.loop.setTimerRef(ref),
      updateTime: () => this.loop.updateTime(),
      now: () => this.loop.now(),
    },
    () => this.#process,
  );

  #binding(name: string): Binding {
    let binding = this.#bindings.get(name);
    if (!binding) {
      binding = this.#ownBindings[name]?.() ?? bindingFactories[name]?.(this.#host) ?? missingBinding(name);
      this.#bindings.set(name, binding);
    }
    return binding;
  }
}
