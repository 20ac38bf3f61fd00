/** `internalBinding('js_stream')`: a handle over a JavaScript stream, which only TLS and HTTP/2 build on. */
import type { Binding, Host } from '../host.ts';
import { unavailable } from './unavailable.ts';

export function createJsStreamBinding(host: Host): Binding {
  class JSStream extends host.AsyncWrap {
    constructor() {
      super('JSSTREAM');
      unavailable(
        'JSStreamSocket',
        'TLS and HTTP/2 cannot be laid over a stream, use `node:net` and `node:http`',
      );
    }
  }

  return { JSStream };
}
