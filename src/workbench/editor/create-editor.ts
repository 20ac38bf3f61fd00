import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import type { SourcePlace } from '../program-error.ts';
import { changedLines } from './changed-lines.ts';
import { completionsFor } from './completions.ts';
import { editorTheme } from './editor-theme.ts';
import { highlightStyle } from './highlight.ts';
import { keepHistory, stateWithHistory } from './kept-history.ts';
import { languageFor } from './languages.ts';
import { syntaxLint } from './syntax-lint.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  /** Whether a file is only there to be read. */
  readonly readOnly?: (path: string) => boolean;
  /** What a file was at the start; what differs from it is marked. */
  readonly start?: (path: string) => string | undefined;
  /** The packages that can be imported, and the files that there are. */
  readonly packages?: readonly string[];
  readonly files?: () => readonly string[];
  /** Under which key what can be undone is kept for a reload. */
  readonly historyKey?: string;
  /** More of the learner's editor: what is drawn over the code. */
  readonly extensions?: Extension;
  /** What the editor is called: `Editor, server.mjs`. */
  readonly label: (path: string) => string;
  readonly onChange?: (path: string, text: string) => void;
  readonly onRun?: () => void;
}

const deeds = { undo, redo, find: openSearchPanel } as const;
export type EditorDeed = keyof typeof deeds;

/** An editor for several files, one of which is shown. Each keeps its own cursor, scroll position and history. */
export interface Editor {
  open(path: string, text: string): void;
  /** Replaces a file's text as one step that can be undone. */
  replace(path: string, text: string): void;
  /** Puts the cursor at a place of a file that is open, and shows it. */
  show(place: SourcePlace): void;
  focus(): void;
  /** Does what a key does, for who has none. */
  perform(deed: EditorDeed): void;
  readonly view: EditorView;
  destroy(): void;
}

export function createEditor(options: EditorOptions): Editor {
  const states = new Map<string, EditorState>();
  let shown = '';
  const complete = completionsFor(options.packages ?? [], options.files ?? (() => []));
  let keepTimer: ReturnType<typeof setTimeout> | undefined;
  const keepSoon = (path: string, state: EditorState): void => {
    const { historyKey } = options;
    if (historyKey === undefined) return;
    clearTimeout(keepTimer);
    keepTimer = setTimeout(() => keepHistory(`${historyKey}/${path}`, state), 400);
  };

  const create = (path: string, text: string): EditorState => {
    const start = options.start?.(path);
    const readOnly = options.readOnly?.(path) ?? false;
    const config = {
      extensions: [
        lineNumbers(),
        start === undefined ? [] : changedLines(start),
        readOnly ? [] : [syntaxLint(path), autocompletion({ override: [complete], icons: false })],
        search({ top: true }),
        options.extensions ?? [],
        highlightActiveLineGutter(),
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        EditorState.readOnly.of(readOnly),
        syntaxHighlighting(highlightStyle),
        editorTheme,
        languageFor(path),
        keymap.of([
          ...runKeys(options),
          ...completionKeymap,
          ...searchKeymap,
          ...lintKeymap,
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
          keepSoon(shown, state);
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
    };
    return options.historyKey === undefined
      ? EditorState.create({ ...config, doc: text })
      : stateWithHistory(`${options.historyKey}/${path}`, text, config);
  };

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
    perform(deed) {
      view.focus();
      deeds[deed](view);
    },
    view,
    destroy: () => {
      clearTimeout(keepTimer);
      view.destroy();
    },
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
