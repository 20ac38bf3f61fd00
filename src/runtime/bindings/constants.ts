/**
 * `internalBinding('constants')`: the numbers of Linux on x64, with OpenSSL 3, zlib, Brotli and Zstandard, whatever
 * system the page is shown on.
 *
 * Programs compare these with the `errno`, `mode` and `flags` of errors and files of this engine, which are Linux's too.
 */
import type { Binding, Host } from '../host.ts';
import { cryptoConstants, defaultCoreCipherList } from './constants/crypto.ts';
import { errnoNumbers, fileConstants, signalNumbers } from './constants/system.ts';
import { traceConstants } from './constants/trace.ts';
import { zlibConstants } from './constants/zlib.ts';

/** Reads `NAME 1 OTHER 2`: pairs that whitespace divides. The table has no prototype, as Node's. */
export function readTable(text: string): Record<string, number> {
  const table: Record<string, number> = Object.create(null);
  const words = text.trim().split(/\s+/);
  for (let i = 0; i < words.length; i += 2) table[words[i]!] = Number(words[i + 1]);
  return table;
}

function withoutPrototype(entries: Record<string, unknown>): Binding {
  return Object.assign(Object.create(null), entries);
}

export function createConstantsBinding(_host: Host): Binding {
  const crypto: Binding = readTable(cryptoConstants);
  crypto.defaultCoreCipherList = defaultCoreCipherList;
  return withoutPrototype({
    os: withoutPrototype({
      UV_UDP_REUSEADDR: 4,
      dlopen: readTable('RTLD_LAZY 1 RTLD_NOW 2 RTLD_GLOBAL 256 RTLD_LOCAL 0 RTLD_DEEPBIND 8'),
      errno: readTable(errnoNumbers),
      signals: readTable(signalNumbers),
      priority: readTable(
        `PRIORITY_LOW 19 PRIORITY_BELOW_NORMAL 10 PRIORITY_NORMAL 0
         PRIORITY_ABOVE_NORMAL -7 PRIORITY_HIGH -14 PRIORITY_HIGHEST -20`,
      ),
    }),
    fs: readTable(fileConstants),
    crypto,
    zlib: readTable(zlibConstants),
    trace: readTable(traceConstants),
    internal: readTable('EXTENSIONLESS_FORMAT_JAVASCRIPT 0 EXTENSIONLESS_FORMAT_WASM 1'),
  });
}
