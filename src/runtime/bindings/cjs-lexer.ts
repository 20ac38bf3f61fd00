import { initSync, parse } from 'cjs-module-lexer';
import type { Binding, Host } from '../host.ts';

/** `internalBinding('cjs_lexer')`: the names that a CommonJS module exports, without running it. */
export function createCjsLexerBinding(host: Host): Binding {
  const { Set: RealmSet, Array: RealmArray } = host.global;
  let isReady = false;
  return {
    /** Names of exports, and specifiers of modules that are exported as a whole; none where the source is broken. */
    parse(source: string): [Set<string>, string[]] {
      if (!isReady) initSync();
      isReady = true;
      try {
        const { exports, reexports } = parse(source);
        return [new RealmSet(exports), RealmArray.from(reexports)];
      } catch {
        return [new RealmSet<string>(), new RealmArray<string>()];
      }
    },
  };
}
