import type { CompiledScripts } from './bindings/compiled-scripts.ts';
import type { CodeStore } from './code-store.ts';
import { scriptOfPart } from './cut-functions.ts';
import { indexOf, slice } from './pristine.ts';

const LIBRARY = 'node:';

/** Where a place in compiled code is in the text that its author wrote; see `OriginalPosition`. */
export function originalPosition(
  name: string,
  line: number,
  column: number,
  code: CodeStore,
  scripts: CompiledScripts,
): { line: number; column: number } | undefined {
  const whole = scriptOfPart(name);
  const script = whole ?? name;
  if (indexOf(script, LIBRARY) === 0) return code.modulePosition(slice(script, LIBRARY.length), line, column);
  // A function that was compiled apart from its file stands in place, and unchanged.
  return whole === undefined ? scripts.original(script, line, column) : { line, column };
}
