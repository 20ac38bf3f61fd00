import type { Any } from './host.ts';

/** Methods of `console` that speak to a debugger only, which is not there: they do nothing. */
export function addInspectorMethods(console: Any): void {
  const methods = {
    profile() {},
    profileEnd() {},
    timeStamp() {},
    context(_name?: string): object {
      // As V8 lists them.
      const methodNames =
        `dir dirXml table groupEnd clear count countReset profile profileEnd debug error info log warn trace
        group groupCollapsed assert time timeLog timeEnd timeStamp`.split(/\s+/);
      return Object.fromEntries(methodNames.map((name) => [name, { [name]() {} }[name]]));
    },
    createTask(name?: unknown): object {
      if (typeof name !== 'string' || name === '') {
        throw new Error('First argument must be a non-empty string.');
      }
      return { run: (callback: () => unknown) => callback() };
    },
  };
  Object.assign(console, methods);
  // The library has them under other names, as the methods that they are the same as.
  for (const name of ['dirxml', 'groupCollapsed']) {
    console[name] = Object.defineProperty(console[name].bind(console), 'name', { value: name });
  }
}
