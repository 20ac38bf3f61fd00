import type { KnownScript } from './bindings/compiled-scripts.ts';
import { type CallSite, NodeCallSite, scriptName } from './call-site.ts';
import type { Any } from './host.ts';
import { librarySite, nativeSite } from './library-site.ts';
import { exec } from './pristine.ts';
import type { SourcePosition } from './stack-frames.ts';
import { framesToShow } from './stack-room.ts';

/** Answers where a place in compiled code is in the program's text; `undefined` where no line of it stands behind. */
export type OriginalPosition = (
  name: string,
  line: number,
  column: number,
) => { readonly line: number; readonly column: number } | undefined;

/** Whether a place in compiled code is only the call of a function's body, which is compiled apart from it. */
export type StandInTest = (name: string, line: number, column: number) => boolean;

/** What the frames of a realm are looked up in. */
export interface FrameSources {
  readonly format: Formatter;
  readonly original: OriginalPosition;
  /** The script of the program with a name, whatever that looks like. */
  readonly scriptOf: (name: string) => KnownScript | undefined;
  /** Told of the innermost frame of an error whose stack the program forms itself. */
  readonly noteFormed?: (error: object, site: CallSite | undefined) => void;
  readonly isStandIn: StandInTest;
  /** Whether an error’s stack has lost the frame of `JSON.parse`, and that was called as a method; see `json-errors.ts`. */
  readonly parseCall?: (error: object) => boolean | undefined;
  /** Where in the library the microtask that made an error would be run in Node, if it would. */
  readonly microtaskRunner?: (error: object) => SourcePosition | undefined;
}

type Formatter = (error: object, sites: readonly CallSite[]) => unknown;

/** The worker's own script; its frames stand where Node has C++, which shows none. */
const ENGINE_SCRIPT = /^(?:safety-net:|blob:)/;
const STARTING_FRAME = /^(?:(?:Async)?Generator\.next|eval) \(<anonymous>\)$/;

/** What `trackGenerators` of `transform/context-tracking.ts` puts in the place of methods of async generators. */
const TRACKED_CALL = /^AsyncGenerator\.\w+ /;

/**
 * Makes stacks look as in Node where the browser has V8's stack API: without the engine's frames, and formatted by
 * the library's callback or by whatever the program puts into `Error.prepareStackTrace`.
 */
export function installStackTraces(
  realmError: ErrorConstructor,
  { format: library, original, scriptOf, isStandIn, parseCall, microtaskRunner, noteFormed }: FrameSources,
): void {
  const standard = (realmError as Any).prepareStackTrace as Formatter | undefined;
  // Modules are run by generators of the engine, and scripts by `eval`: native functions that show as frames of their own.
  const startsScript = (site: CallSite, sites: readonly CallSite[], index: number) =>
    isEngineFrame(sites[index + 1]) &&
    exec(STARTING_FRAME, site.toString()) !== null &&
    !isTrackedCall(sites, index + 1);
  /** A program’s own call of a generator goes through what tracks its context. */
  const isTrackedCall = (sites: readonly CallSite[], index: number): boolean => {
    for (let at = index; isEngineFrame(sites[at]); at++) {
      if (exec(TRACKED_CALL, (sites[at] as CallSite).toString())) return true;
    }
    return false;
  };
  const isEngineFrame = (site: CallSite | undefined) =>
    site !== undefined && exec(ENGINE_SCRIPT, scriptName(site)) !== null;
  const isBodyOf = (inner: CallSite, site: CallSite) => {
    const name = scriptName(site);
    return (
      NodeCallSite.isApart(inner, name) &&
      isStandIn(name, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0)
    );
  };
  const translate = (error: object, sites: readonly CallSite[]) => {
    const isMethod = parseCall?.(error);
    const shown: CallSite[] = isMethod === undefined ? [] : [nativeSite(isMethod ? 'JSON' : null, 'parse')];
    for (let index = 0; index < sites.length; index++) {
      const site = sites[index] as CallSite;
      if (exec(ENGINE_SCRIPT, scriptName(site)) || startsScript(site, sites, index)) continue;
      const made = NodeCallSite.from(site, original, scriptOf);
      const body = shown[shown.length - 1];
      if (body && isBodyOf(body, site)) shown[shown.length - 1] = NodeCallSite.joined(site, body);
      else if (made) shown[shown.length] = made;
    }
    const limit = framesToShow(realmError, sites.length);
    if (shown.length > limit) shown.length = limit;
    return withRunner(error, shown, sites);
  };
  /** Node runs many microtasks from its library, a browser by itself: their stacks get the frame of that. */
  const withRunner = (error: object, shown: CallSite[], sites: readonly CallSite[]): CallSite[] => {
    const limit = framesToShow(realmError, sites.length);
    let asyncAt = 0;
    while (asyncAt < sites.length && !(sites[asyncAt] as CallSite).isAsync()) asyncAt++;
    const isCut = asyncAt === sites.length && asyncAt >= limit;
    // The engine’s own tasks have more than one frame; a microtask has one at most, of what keeps its context.
    const isTask = asyncAt > 1 && isEngineFrame(sites[asyncAt - 1]) && isEngineFrame(sites[asyncAt - 2]);
    if (isCut || isTask || asyncAt === 0) return shown;
    const runner = microtaskRunner?.(error);
    if (!runner) return shown;
    const made: CallSite[] = [];
    let added = false;
    for (let index = 0; index <= shown.length && made.length < limit; index++) {
      const site = shown[index];
      if (!added && (site === undefined || site.isAsync())) {
        made[made.length] = librarySite('process', 'processTicksAndRejections', runner);
        added = true;
      }
      if (site && made.length < limit) made[made.length] = site;
    }
    return made;
  };
  const wrappers = new WeakMap<Formatter, Formatter>();
  let current: Formatter | undefined = standard;
  let formatting = false;

  const prepareStackTrace: Formatter = (error, sites) => {
    // The library's callback asks `Error.prepareStackTrace` again, with sites that are translated already.
    if (formatting) return standard?.(error, sites);
    formatting = true;
    try {
      return library(error, translate(error, sites));
    } finally {
      formatting = false;
    }
  };

  const wrapperOf = (formatter: Formatter): Formatter => {
    let wrapper = wrappers.get(formatter);
    if (!wrapper) {
      wrapper = (error, sites) => {
        const shown = translate(error, sites);
        noteFormed?.(error, shown[0]);
        return formatter.call(realmError, error, shown);
      };
      wrappers.set(formatter, wrapper);
    }
    return wrapper;
  };

  Object.defineProperty(realmError, 'prepareStackTrace', {
    configurable: true,
    enumerable: false,
    get: () => {
      if (current === standard) return prepareStackTrace;
      return typeof current === 'function' ? wrapperOf(current) : current;
    },
    set(value: Formatter | undefined) {
      current = value === prepareStackTrace || value === undefined ? standard : value;
    },
  });
}
