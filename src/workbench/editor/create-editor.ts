import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import type { SourcePlace } from '../program-error.ts';
import { editorTheme } from './editor-theme.ts';
import { highlightStyle } from './highlight.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly readOnly?: boolean;
  /** What the editor is called: `Editor, server.mjs`. */
  readonly label: (path: string) => string;
  readonly onChange?: (path: string, text: string) => void;
  readonly onRun?: () => void;
}

/** An editor for several files, one of which is shown. Each keeps its own cursor, scroll position and history. */
export interface Editor {
  open(path: string, text: string): void;
  /** Replaces a file's text as one step that can be undone. */
  replace(path: string, text: string): void;
  /** Puts the cursor at a place of a file that is open, and shows it. */
  show(place: SourcePlace): void;
  focus(): void;
  destroy(): void;
}

const languages: Readonly<Record<string, () => Extension>> = {
  mjs: () => javascript(),
  cjs: () => javascript(),
  js: () => javascript(),
  ts: () => javascript({ typescript: true }),
  mts: () => javascript({ typescript: true }),
  json: () => javascript(),
};

export function createEditor(options: EditorOptions): Editor {
  const states = new Map<string, EditorState>();
  let shown = '';

  const create = (path: string, text: string): EditorState =>
    EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        EditorState.readOnly.of(options.readOnly ?? false),
        syntaxHighlighting(highlightStyle),
        editorTheme,
        (languages[path.split('.').pop() ?? ''] ?? (() => []))(),
        keymap.of([
          ...runKeys(options),
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({
          'aria-label': options.label(path),
          // It could be focused without, but not every checking tool and screen reader knows.
          tabindex: '0',
          autocapitalize: 'off',
        }),
        EditorView.updateListener.of(({ docChanged, state, view: updated }) => {
          if (!docChanged) return;
          updated.setTabFocusMode(false);
          options.onChange?.(shown, state.doc.toString());
        }),
        // Tab goes on to the next control until one types; Esc gives it back.
        EditorView.domEventHandlers({
          focus: (_event, focused) => {
            focused.setTabFocusMode(true);
          },
          keydown: (event, focused) => {
            if (event.key === 'Escape') focused.setTabFocusMode(true);
          },
        }),
      ],
    });

  const view = new EditorView({ parent: options.parent });
  return {
    open(path, text) {
      if (shown !== '' && shown !== path) states.set(shown, view.state);
      if (shown === path) return;
      shown = path;
      const kept = states.get(path);
      view.setState(kept && kept.doc.toString() === text ? kept : create(path, text));
    },
    replace(path, text) {
      const state = path === shown ? view.state : (states.get(path) ?? create(path, text));
      if (state.doc.toString() === text) return;
      const spec = { changes: { from: 0, to: state.doc.length, insert: text } };
      if (path === shown) view.dispatch(spec);
      else states.set(path, state.update(spec).state);
    },
    show({ line, column }) {
      const { doc } = view.state;
      const there = doc.line(Math.min(Math.max(line, 1), doc.lines));
      const anchor = Math.min(there.from + column - 1, there.to);
      view.focus();
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function runKeys({ onRun }: EditorOptions) {
  const run = (): boolean => {
    onRun?.();
    return onRun !== undefined;
  };
  return [
    { key: 'Mod-Enter', run, preventDefault: true },
    { key: 'Mod-s', run, preventDefault: true },
  ];
}
