import type { Any } from './host.ts';

/** The part of V8's call sites that is read here (https://v8.dev/docs/stack-trace-api). */
interface CallSite {
  getScriptNameOrSourceURL?(): string | null;
  getFileName(): string | null;
  toString(): string;
}

type Formatter = (error: object, sites: readonly CallSite[]) => unknown;

/** The worker's own script; its frames stand where Node has C++, which shows none. */
const ENGINE_SCRIPT = /^(?:safety-net:|blob:)/;
const NAMED_SCRIPT = /^(?:node:|file:|\/|\[)/;
const EVAL_FRAME = /^(async )?((?:new )?[\w$.<>]*\.)?eval (?:\[as ([^\]]+)\] )?\((.*)\)$/;

function scriptName(site: CallSite): string {
  return site.getScriptNameOrSourceURL?.() ?? site.getFileName() ?? '';
}

/** Functions without a name read `eval` in scripts that came through `eval`; Node's read `Object.<anonymous>` or nothing. */
function siteText(site: CallSite): string {
  const text = site.toString();
  const match = EVAL_FRAME.exec(text);
  if (!match || !NAMED_SCRIPT.test(match[4] as string)) return text;
  const [, async = '', receiver, method = '<anonymous>', place] = match;
  return receiver ? `${async}${receiver}${method} (${place})` : `${async}${place}`;
}

function renamed(site: CallSite): CallSite {
  if (!EVAL_FRAME.test(site.toString())) return site;
  // The methods of call sites refuse any other receiver, and cannot be assigned over.
  const methods: PropertyDescriptorMap = { toString: { value: () => siteText(site) } };
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(site))) {
    const method = (site as Any)[name];
    if (typeof method === 'function' && name !== 'toString') methods[name] = { value: method.bind(site) };
  }
  return Object.create(Object.getPrototypeOf(site), methods) as CallSite;
}

/**
 * Makes stacks look as in Node where the browser has V8's stack API: without the engine's frames, and formatted by
 * the library's callback or by whatever the program puts into `Error.prepareStackTrace`.
 */
export function installStackTraces(realmError: ErrorConstructor, library: Formatter): void {
  const standard = (realmError as Any).prepareStackTrace as Formatter | undefined;
  let current: Formatter | undefined = standard;
  let formatting = false;

  const prepareStackTrace: Formatter = (error, sites) => {
    const visible = sites.filter((site) => !ENGINE_SCRIPT.test(scriptName(site))).map(renamed);
    if (current !== standard && typeof current === 'function') return current.call(realmError, error, visible);
    // The library's callback asks `Error.prepareStackTrace` again.
    if (formatting && standard) return standard(error, visible);
    formatting = true;
    try {
      return library(error, visible);
    } finally {
      formatting = false;
    }
  };
  Object.defineProperty(realmError, 'prepareStackTrace', {
    configurable: true,
    enumerable: false,
    get: () => (current === standard ? prepareStackTrace : current && wrap(current)),
    set(value: Formatter | undefined) {
      current = value === prepareStackTrace || value === undefined ? standard : value;
    },
  });

  const wrappers = new WeakMap<Formatter, Formatter>();
  function wrap(formatter: Formatter): Formatter {
    if (typeof formatter !== 'function') return formatter;
    let wrapper = wrappers.get(formatter);
    if (!wrapper) {
      wrapper = (error, sites) =>
        formatter.call(realmError, error, sites.filter((site) => !ENGINE_SCRIPT.test(scriptName(site))).map(renamed));
      wrappers.set(formatter, wrapper);
    }
    return wrapper;
  }
}
