/** Compiles code that is no module: CommonJS, the bodies of functions, and scripts. */
import { mayImportDynamically, rewriteDynamicImports } from './dynamic-import.ts';
import { awaitNames, instrumentAwait, mayNeedInstrumenting } from './instrument-await.ts';
import { parseSource, type SourceKind } from './parse.ts';
import { mayMakePromises, notePromiseMakers } from './promise-makers.ts';
import { type EditedSource, SourceEdits } from './source-edits.ts';
import { instrumentThrows, isOwn, reportsThrows } from './throw-sites.ts';

export interface ScriptEnvelope {
  readonly kind: Exclude<SourceKind, 'module'>;
  /** As frames show it. */
  readonly name: string;
  /** What `import()` is to call; without it, a name as long as `import` that the header has to define. */
  readonly dynamicImport?: string;
  /** Code before the source, on its first line. */
  header(dynamicImport: string): string;
  readonly footer: string;
  /** Whether it is known that the source holds nothing to instrument, apart from its `throw`s. */
  readonly isPlain?: boolean;
  /** More edits, for a source that the caller has parsed. */
  edit?(edits: SourceEdits): void;
}

/**
 * Puts `source` between the header and the footer, instrumented for the async context and for the places of its
 * `throw`s. Only a source that holds `async`, `import(`, `new Promise` or such a `throw` is parsed.
 *
 * @throws {SyntaxError} acorn's, with `pos` and `loc`
 */
export function compileScript(source: string, envelope: ScriptEnvelope): EditedSource {
  const edits = new SourceEdits(source);
  const dynamicImport = envelope.dynamicImport ?? unusedName(source);
  if (source.startsWith('#!')) edits.replace(0, 2, '//');
  const mayEdit = envelope.isPlain !== true;
  const instruments = mayEdit && mayNeedInstrumenting(source, envelope.kind);
  const throws = reportsThrows(envelope.name, source);
  const makesPromises = mayEdit && mayMakePromises(source);
  if (instruments || throws || makesPromises || (mayEdit && mayImportDynamically(source))) {
    const program = parseSource(source, envelope.kind);
    if (instruments) instrumentAwait(program, edits, awaitNames(source), isOwn(envelope.name));
    if (makesPromises) notePromiseMakers(program, edits);
    if (throws) instrumentThrows(program, edits, envelope.name);
    rewriteDynamicImports(program, edits, { dynamicImport, meta: 'import.meta' });
  }
  envelope.edit?.(edits);
  return edits.apply(envelope.header(dynamicImport), envelope.footer);
}

/** As long as `import`, so that columns stay. */
function unusedName(source: string): string {
  let name = '$impor';
  while (source.includes(name)) name += '_';
  return name;
}
