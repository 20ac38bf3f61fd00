import type { Any } from './host.ts';

/** Answers where a place in compiled code is in the program's text; `undefined` where no line of it stands behind. */
export type OriginalPosition = (
  name: string,
  line: number,
  column: number,
) => { readonly line: number; readonly column: number } | undefined;

/** The part of V8's call sites that is read here (https://v8.dev/docs/stack-trace-api). */
interface CallSite {
  getScriptNameOrSourceURL?(): string | null;
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  toString(): string;
}

type Formatter = (error: object, sites: readonly CallSite[]) => unknown;

/** The worker's own script; its frames stand where Node has C++, which shows none. */
const ENGINE_SCRIPT = /^(?:safety-net:|blob:)/;
const NAMED_SCRIPT = /^(?:node:|file:|\/|\[)/;
const GENERATOR_FRAME = /^(?:Async)?Generator\.next \(<anonymous>\)$/;
/** V8 names a function without a name after the call that it stands in. */
const INSTRUMENTED_FRAME = /^(async )?(?:\$c\.[^(]*|onImport\.tracePromise\.__proto__) \((.*)\)$/;
const EXTENSION_FRAME = /^Module\._extensions(\.\.\w+ \(node:.*)$/;
const EVAL_FRAME = /^(async )?((?:new )?[\w$.<>]*\.)?eval (?:\[as ([^\]]+)\] )?\((.*)\)$/;

function scriptName(site: CallSite): string {
  return site.getScriptNameOrSourceURL?.() ?? site.getFileName() ?? '';
}

/**
 * The text of a frame. Functions without a name read `eval` in scripts that came through `eval`, where Node's read
 * `Object.<anonymous>` or nothing; and newer versions of V8 spell out `Module._extensions..js`.
 */
function frameText(text: string): string {
  const extension = EXTENSION_FRAME.exec(text);
  if (extension) return `Object${extension[1]}`;
  const instrumented = INSTRUMENTED_FRAME.exec(text);
  if (instrumented) return `${instrumented[1] ?? ''}${instrumented[2]}`;
  const match = EVAL_FRAME.exec(text);
  if (!match || !NAMED_SCRIPT.test(match[4] as string)) return text;
  const [, async = '', receiver, method = '<anonymous>', place] = match;
  return receiver ? `${async}${receiver}${method} (${place})` : `${async}${place}`;
}

/** A call site as Node would have it, or `undefined` for one that Node would not have. */
function translated(site: CallSite, original: OriginalPosition): CallSite | undefined {
  const name = scriptName(site);
  if (ENGINE_SCRIPT.test(name)) return undefined;
  const text = site.toString();
  const line = site.getLineNumber() ?? 0;
  const column = site.getColumnNumber() ?? 0;
  const position = NAMED_SCRIPT.test(name) ? original(name, line, column) : { line, column };
  if (!position) return undefined;
  const moved = position.line !== line || position.column !== column;
  const shown = moved ? text.replace(`:${line}:${column}`, `:${position.line}:${position.column}`) : text;
  const final = frameText(shown);
  if (final === text) return site;
  // The methods of call sites refuse any other receiver, and cannot be assigned over.
  const methods: PropertyDescriptorMap = {
    toString: { value: () => final },
    getLineNumber: { value: () => position.line },
    getColumnNumber: { value: () => position.column },
  };
  for (const key of Object.getOwnPropertyNames(Object.getPrototypeOf(site))) {
    const method = (site as Any)[key];
    if (typeof method === 'function' && !(key in methods)) methods[key] = { value: method.bind(site) };
  }
  return Object.create(Object.getPrototypeOf(site), methods) as CallSite;
}

/**
 * Makes stacks look as in Node where the browser has V8's stack API: without the engine's frames, and formatted by
 * the library's callback or by whatever the program puts into `Error.prepareStackTrace`.
 */
export function installStackTraces(
  realmError: ErrorConstructor,
  library: Formatter,
  original: OriginalPosition,
): void {
  const standard = (realmError as Any).prepareStackTrace as Formatter | undefined;
  // Modules are run by generators of the engine, whose native `next` shows as a frame of its own.
  const startsModule = (site: CallSite, caller: CallSite | undefined) =>
    caller !== undefined && GENERATOR_FRAME.test(site.toString()) && ENGINE_SCRIPT.test(scriptName(caller));
  const translate = (sites: readonly CallSite[]) =>
    sites.flatMap((site, index) =>
      startsModule(site, sites[index + 1]) ? [] : (translated(site, original) ?? []),
    );
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
