import { Chunk } from '@codemirror/merge';
import { type EditorState, type Extension, RangeSet, StateField, Text } from '@codemirror/state';
import { GutterMarker, gutter } from '@codemirror/view';

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

/** Marks, beside the line numbers, what is different from the start. */
export function changedLines(start: string): Extension {
  const before = Text.of(start.split('\n'));
  const marks = StateField.define<RangeSet<GutterMarker>>({
    create: ({ doc }) => marksOf(before, doc),
    update: (value, { docChanged, state }) => (docChanged ? marksOf(before, state.doc) : value),
  });
  return [marks, gutter({ class: 'cm-changes', markers: (view) => view.state.field(marks) })];
}

/** The numbers of the lines that differ from the start, for those who are told instead of shown. */
export function changedLineNumbers(start: string, state: EditorState): number[] {
  const numbers: number[] = [];
  const set = marksOf(Text.of(start.split('\n')), state.doc);
  for (const cursor = set.iter(); cursor.value; cursor.next()) {
    numbers.push(state.doc.lineAt(cursor.from).number);
  }
  return numbers;
}

function marksOf(before: Text, doc: Text): RangeSet<GutterMarker> {
  const found = new Map<number, GutterMarker>();
  for (const { fromB, toB } of Chunk.build(before, doc)) {
    if (fromB >= toB) {
      found.set(doc.lineAt(Math.min(fromB, doc.length)).from, removed);
      continue;
    }
    for (let at = fromB; at < Math.min(toB, doc.length + 1); ) {
      const line = doc.lineAt(at);
      found.set(line.from, changed);
      at = line.to + 1;
    }
  }
  return RangeSet.of([...found].sort(([a], [b]) => a - b).map(([at, mark]) => mark.range(at)));
}
