import type { InstrumentedFiles } from './instrument.ts';
import type { Moved } from './source-insertions.ts';

/** A probe that stands for itself, as texts of functions show it. */
const probe = /;?__xray\.(?:step|enter|caught|value)\(\d+(?:,[\w$]+)?\);/g;

/**
 * What a program with probes has written, as it would stand without them: columns of stack frames in its files, the line
 * of code that Node prints above an error that nothing caught, and the text of functions.
 *
 * @param files the files without probes
 */
export function untracedText(
  text: string,
  files: Readonly<Record<string, string>>,
  moved: InstrumentedFiles['moved'],
): string {
  let result = text;
  for (const [file, lines] of Object.entries(moved)) {
    const name = file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const frame = new RegExp(`(^|[/\\s(])(${name}):(\\d+):(\\d+)`, 'gm');
    result = result.replace(frame, (_, before: string, path: string, line: string, column: string) => {
      const to = originalColumn(lines.get(Number(line)) ?? [], Number(column));
      return `${before}${path}:${line}:${to}`;
    });
    const excerpt = new RegExp(`(${name}):(\\d+)\\n[^\\n]*__xray[^\\n]*\\n([ \\t]*)(\\^+)`, 'g');
    result = result.replace(excerpt, (_, path: string, line: string, indent: string, carets: string) => {
      const code = files[file]?.split('\n')[Number(line) - 1] ?? '';
      const column = originalColumn(lines.get(Number(line)) ?? [], indent.length + 1);
      // Tabs stay tabs, so that the caret stands where the eye expects it.
      const before = code.slice(0, column - 1).replace(/[^\t]/g, ' ');
      return `${path}:${line}\n${code}\n${before}${carets}`;
    });
  }
  return result.replace(probe, '');
}

/** Where a column, counted from 1, stood before texts were put into its line. */
function originalColumn(inserted: readonly Moved[], column: number): number {
  let shift = 0;
  for (const { at, by } of inserted) if (at < column - 1) shift += Math.min(by, column - 1 - at);
  return column - shift;
}
