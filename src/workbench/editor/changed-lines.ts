import { Chunk } from '@codemirror/merge';
import { type Extension, RangeSet, StateField, Text } from '@codemirror/state';
import { type EditorView, GutterMarker, gutter } from '@codemirror/view';

class ChangedMarker extends GutterMarker {
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.className = `cm-changed cm-changed-${this.#name}`;
    mark.title = this.#name === 'removed' ? 'Lines of the start are gone here' : 'Changed against the start';
    return mark;
  }
}

const changed = new ChangedMarker('changed');
const removed = new ChangedMarker('removed');

/** Two texts that have little in common are compared in less detail, so that typing never waits for it. */
const detail = { scanLimit: 500, timeout: 50 };

/** Marks, beside the line numbers, what is different from the start. */
export function changedLines(start: string): Extension {
  const before = Text.of(start.split('\n'));
  const chunks = StateField.define<readonly Chunk[]>({
    create: ({ doc }) => Chunk.build(before, doc, detail),
    update: (value, { docChanged, changes, state }) =>
      docChanged ? Chunk.updateB(value, before, state.doc, changes, detail) : value,
  });
  const markers = ({ state, viewport }: EditorView) => marksOf(state.field(chunks), state.doc, viewport);
  return [chunks, gutter({ class: 'cm-changes', markers })];
}

/** The numbers of the lines that get a mark. */
export function changedLineNumbers(start: string, doc: Text): number[] {
  const numbers: number[] = [];
  const chunks = Chunk.build(Text.of(start.split('\n')), doc, detail);
  const marks = marksOf(chunks, doc, { from: 0, to: doc.length });
  for (const cursor = marks.iter(); cursor.value; cursor.next()) {
    numbers.push(doc.lineAt(cursor.from).number);
  }
  return numbers;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The marks of the lines in a range. */
function marksOf(chunks: readonly Chunk[], doc: Text, { from, to }: Range): RangeSet<GutterMarker> {
  const found = new Map<number, GutterMarker>();
  for (const { fromB, toB } of chunks) {
    if (toB < from || fromB > to) continue;
    if (fromB >= toB) {
      found.set(doc.lineAt(Math.min(fromB, doc.length)).from, removed);
      continue;
    }
    for (let at = Math.max(fromB, from); at <= Math.min(toB - 1, doc.length, to); ) {
      const line = doc.lineAt(at);
      found.set(line.from, changed);
      at = line.to + 1;
    }
  }
  return RangeSet.of([...found].sort(([a], [b]) => a - b).map(([at, mark]) => mark.range(at)));
}
