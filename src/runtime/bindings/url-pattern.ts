/** `internalBinding('url_pattern')`: the browser's `URLPattern`, or one that says so when it is used without one. */
import type { Binding, Host } from '../host.ts';

const native = (globalThis as { URLPattern?: new (...args: unknown[]) => object }).URLPattern;

class URLPattern {
  constructor() {
    throw new TypeError(
      '`URLPattern` is not available: this browser has none. Match the parts of a `URL` instead.',
    );
  }
}

export function createUrlPatternBinding(_host: Host): Binding {
  return { URLPattern: native ?? URLPattern };
}
