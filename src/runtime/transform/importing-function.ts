import { IMPORTING_FUNCTION, rewriteDynamicImports } from './dynamic-import.ts';
import { parseSource } from './parse.ts';
import { SourceEdits } from './source-edits.ts';

type DynamicImport = (specifier: unknown, options?: unknown) => Promise<unknown>;

/** Defines the global that `rewriteDynamicImports` has put in the place of some calls of `Function`. */
export function installImportingFunction(global: typeof globalThis): void {
  const NativeFunction = global.Function;
  const make = (dynamicImport: DynamicImport, ...texts: unknown[]): unknown => {
    // A text that is no function fails as it always does.
    NativeFunction(...(texts as string[]));
    const body = texts.at(-1);
    const source = `return (function anonymous(${texts.slice(0, -1).join(',')}\n) {\n${body}\n})`;
    const edits = new SourceEdits(source);
    rewriteDynamicImports(parseSource(source, 'commonjs'), edits, {
      dynamicImport: '$impor',
      meta: 'import.meta',
    });
    return NativeFunction('$impor', edits.apply().code)(dynamicImport);
  };
  Object.defineProperty(global, IMPORTING_FUNCTION, { value: make });
}
