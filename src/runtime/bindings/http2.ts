import type { Any, Binding } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** The plain values of Node's own binding, as `scripts/node-library.mjs` reads them. */
export interface Http2Facts {
  /** Lengths of the typed arrays through which the library and its C++ half tell each other numbers. */
  readonly buffers: Readonly<Record<string, readonly [kind: 'Float64Array' | 'Uint32Array', length: number]>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly nameForErrorCode: readonly string[];
  readonly constants: Readonly<Record<string, number | string>>;
}

const REASON = 'a page’s network carries HTTP/1.1 only';

/**
 * `internalBinding('http2')`: enough for frameworks that load the module in case they are asked for HTTP/2. Whoever
 * opens a session is refused.
 */
export function createHttp2Binding(facts: Http2Facts): Binding {
  const arrays = { Float64Array, Uint32Array };
  const buffers = Object.entries(facts.buffers).map(([name, [kind, length]]) => [
    name,
    new arrays[kind](length),
  ]);
  const refuse = (): never => unavailable('node:http2', REASON);
  return {
    ...Object.fromEntries(buffers),
    ...facts.numbers,
    nameForErrorCode: facts.nameForErrorCode,
    constants: facts.constants as Any,
    nghttp2ErrorString: (code: number) => `HTTP/2 error ${code}`,
    refreshDefaultSettings() {},
    packSettings: refuse,
    setCallbackFunctions() {},
    Http2Stream: class Http2Stream {
      constructor() {
        refuse();
      }
    },
    Http2Session: class Http2Session {
      constructor() {
        refuse();
      }
    },
  };
}
