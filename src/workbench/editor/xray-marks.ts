import { type Extension, type Range, RangeSet, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  WidgetType,
} from '@codemirror/view';

/** What is drawn over a file: how often each line ran, the line that is looked at, and words behind lines. */
export interface XrayMarks {
  readonly first: ReadonlyMap<number, number>;
  /** Of the path that it is compared with. */
  readonly second: ReadonlyMap<number, number> | undefined;
  readonly current: number | undefined;
  readonly notes: ReadonlyMap<number, { readonly text: string; readonly tone: 'fall' | 'held' | 'plain' }>;
}

const setMarks = StateEffect.define<XrayMarks | undefined>();

interface Drawn {
  readonly marks: XrayMarks | undefined;
  readonly lines: DecorationSet;
  readonly counts: RangeSet<GutterMarker>;
}

class NoteWidget extends WidgetType {
  readonly text: string;
  readonly tone: string;

  constructor(text: string, tone: string) {
    super();
    this.text = text;
    this.tone = tone;
  }

  override eq(other: NoteWidget): boolean {
    return other.text === this.text && other.tone === this.tone;
  }

  override toDOM(): HTMLElement {
    const note = document.createElement('span');
    note.className = `cm-xray-note cm-xray-${this.tone}`;
    note.textContent = this.text;
    return note;
  }
}

class CountMarker extends GutterMarker {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override toDOM(): Node {
    return document.createTextNode(this.#text);
  }
}

const nothing: Drawn = { marks: undefined, lines: Decoration.none, counts: RangeSet.empty };

const drawn = StateField.define<Drawn>({
  create: () => nothing,
  update(value, { effects, docChanged, state }) {
    let marks = value.marks;
    let told = false;
    for (const effect of effects) {
      if (!effect.is(setMarks)) continue;
      marks = effect.value;
      told = true;
    }
    // A path belongs to the text that ran: a change of the text takes it away.
    if (docChanged && !told) return nothing;
    return told ? draw(marks, state.doc) : value;
  },
  provide: (field) => EditorView.decorations.from(field, ({ lines }) => lines),
});

/** Makes an editor able to show the path of a request. */
export function xrayMarks(): Extension {
  return [drawn, gutter({ class: 'cm-xray-counts', markers: (view) => view.state.field(drawn).counts })];
}

/** Draws a path over what is shown, or takes it away; the line that is looked at comes into view. */
export function showXray(view: EditorView, marks: XrayMarks | undefined): void {
  if (view.state.field(drawn, false) === undefined) return;
  if (marks === undefined && view.state.field(drawn).marks === undefined) return;
  const { doc } = view.state;
  const line = marks?.current;
  const scroll =
    line !== undefined && line <= doc.lines
      ? [EditorView.scrollIntoView(doc.line(line).from, { y: 'nearest', yMargin: 60 })]
      : [];
  view.dispatch({ effects: [setMarks.of(marks), ...scroll] });
}

function draw(marks: XrayMarks | undefined, doc: EditorView['state']['doc']): Drawn {
  if (!marks) return nothing;
  const { first, second, current, notes } = marks;
  const lines: Range<Decoration>[] = [];
  const counts: Range<GutterMarker>[] = [];
  const numbers = new Set([...first.keys(), ...(second?.keys() ?? []), ...notes.keys()]);
  if (current !== undefined) numbers.add(current);
  for (const number of [...numbers].sort((a, b) => a - b)) {
    if (number > doc.lines) continue;
    const { from, to } = doc.line(number);
    const inFirst = first.has(number);
    const inSecond = second?.has(number) ?? false;
    const classes = [
      inFirst && inSecond ? 'cm-xray-both' : inFirst ? 'cm-xray-first' : inSecond ? 'cm-xray-second' : '',
      number === current ? 'cm-xray-current' : '',
    ].filter(Boolean);
    if (classes.length > 0) lines.push(Decoration.line({ class: classes.join(' ') }).range(from));
    const note = notes.get(number);
    if (note) {
      lines.push(Decoration.widget({ widget: new NoteWidget(note.text, note.tone), side: 1 }).range(to));
    }
    const count = first.get(number) ?? 0;
    if (count > 1) counts.push(new CountMarker(`${count}×`).range(from));
  }
  return { marks, lines: Decoration.set(lines, true), counts: RangeSet.of(counts) };
}
