import { type CallSite, NodeCallSite, scriptName } from './call-site.ts';
import type { Any } from './host.ts';
import { exec } from './pristine.ts';

/** Answers where a place in compiled code is in the program's text; `undefined` where no line of it stands behind. */
export type OriginalPosition = (
  name: string,
  line: number,
  column: number,
) => { readonly line: number; readonly column: number } | undefined;

/** Whether a place in compiled code is only the call of a function's body, which is compiled apart from it. */
export type StandInTest = (name: string, line: number, column: number) => boolean;

type Formatter = (error: object, sites: readonly CallSite[]) => unknown;

/** The worker's own script; its frames stand where Node has C++, which shows none. */
const ENGINE_SCRIPT = /^(?:safety-net:|blob:)/;
const GENERATOR_FRAME = /^(?:Async)?Generator\.next \(<anonymous>\)$/;

/**
 * Makes stacks look as in Node where the browser has V8's stack API: without the engine's frames, and formatted by
 * the library's callback or by whatever the program puts into `Error.prepareStackTrace`.
 */
export function installStackTraces(
  realmError: ErrorConstructor,
  library: Formatter,
  original: OriginalPosition,
  isStandIn: StandInTest,
): void {
  const standard = (realmError as Any).prepareStackTrace as Formatter | undefined;
  // Modules are run by generators of the engine, whose native `next` shows as a frame of its own.
  const startsModule = (site: CallSite, caller: CallSite | undefined) =>
    caller !== undefined &&
    exec(GENERATOR_FRAME, site.toString()) !== null &&
    exec(ENGINE_SCRIPT, scriptName(caller)) !== null;
  const isBodyOf = (inner: CallSite, site: CallSite) => {
    const name = scriptName(site);
    return (
      NodeCallSite.isApart(inner, name) &&
      isStandIn(name, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0)
    );
  };
  const translate = (sites: readonly CallSite[]) => {
    const shown: CallSite[] = [];
    for (let index = 0; index < sites.length; index++) {
      const site = sites[index] as CallSite;
      if (exec(ENGINE_SCRIPT, scriptName(site)) || startsModule(site, sites[index + 1])) continue;
      const made = NodeCallSite.from(site, original);
      const body = shown[shown.length - 1];
      if (body && isBodyOf(body, site)) shown[shown.length - 1] = NodeCallSite.joined(site, body);
      else if (made) shown[shown.length] = made;
    }
    return shown;
  };
  const wrappers = new WeakMap<Formatter, Formatter>();
  let current: Formatter | undefined = standard;
  let formatting = false;

  const prepareStackTrace: Formatter = (error, sites) => {
    // The library's callback asks `Error.prepareStackTrace` again, with sites that are translated already.
    if (formatting) return standard?.(error, sites);
    formatting = true;
    try {
      return library(error, translate(sites));
    } finally {
      formatting = false;
    }
  };

  const wrapperOf = (formatter: Formatter): Formatter => {
    let wrapper = wrappers.get(formatter);
    if (!wrapper) {
      wrapper = (error, sites) => formatter.call(realmError, error, translate(sites));
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
