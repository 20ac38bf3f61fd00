import type { CallSite } from './call-site.ts';
import type { Any } from './host.ts';
import type { SourcePosition } from './stack-frames.ts';
import { withStackRoom } from './stack-room.ts';

/**
 * Call sites as Node's C++ prints a stack: no types, no `async`, a function without a name of its own by its place alone.
 *
 * @param innermost the place of the first one, where that is known better
 */
export function plainFrames(sites: readonly CallSite[], innermost?: SourcePosition): string {
  return sites
    .map((site, index) => {
      const line = (index === 0 && innermost?.line) || site.getLineNumber();
      const column = (index === 0 && innermost?.column) || site.getColumnNumber();
      const place = `${site.getFileName()}:${line}:${column}`;
      const name = site.getFunctionName();
      // V8 makes up names with dots.
      const isNamed = name && name !== 'eval' && !name.includes('.');
      return isNamed ? `    at ${name} (${place})\n` : `    at ${place}\n`;
    })
    .join('');
}

/** The call sites of whoever calls, without the frame of `above` and those inside; none without V8's stack API. */
export function currentSites(realmError: ErrorConstructor, above: Any): readonly CallSite[] {
  const holder = realmError as Any;
  const before = Object.getOwnPropertyDescriptor(holder, 'prepareStackTrace');
  if (typeof holder.captureStackTrace !== 'function' || !before) return [];
  const formatter = holder.prepareStackTrace;
  try {
    holder.prepareStackTrace = (_error: unknown, sites: readonly CallSite[]) => sites;
    const target: { stack?: readonly CallSite[] } = {};
    return withStackRoom(realmError, () => {
      holder.captureStackTrace(target, above);
      return Array.isArray(target.stack) ? target.stack : [];
    });
  } finally {
    holder.prepareStackTrace = formatter;
  }
}
