import { syntaxHighlighting } from '@codemirror/language';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { editorTheme } from './editor-theme.ts';
import { highlightStyle } from './highlight.ts';
import { languageFor } from './languages.ts';

export interface ComparisonOptions {
  readonly parent: HTMLElement;
  readonly label: (path: string) => string;
}

/** Code to be read, with what differs from other code drawn into it. */
export interface Comparison {
  /** Shows a file; `instead` is what it is compared with, or nothing to show it plainly. */
  show(path: string, text: string, instead: string | undefined): void;
  destroy(): void;
}

const looks = EditorView.theme({
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--net-soft)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--fall-soft)', color: 'var(--ink)', paddingLeft: '0.6rem' },
  '.cm-deletedChunk del, .cm-deletedLine': { textDecoration: 'none' },
  '.cm-changeGutter': { width: '4px', padding: '0' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--net)' },
  '.cm-deletedLineGutter': { background: 'var(--fall)' },
});

export function createComparison({ parent, label }: ComparisonOptions): Comparison {
  const view = new EditorView({ parent });
  let shown = '';
  return {
    show(path, text, instead) {
      const scrolled = path === shown ? view.scrollDOM.scrollTop : 0;
      shown = path;
      const extensions: Extension[] = [
        lineNumbers(),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        syntaxHighlighting(highlightStyle),
        editorTheme,
        languageFor(path),
        EditorView.contentAttributes.of({ 'aria-label': label(path), tabindex: '0' }),
        instead === undefined
          ? []
          : [unifiedMergeView({ original: instead, mergeControls: false, highlightChanges: false }), looks],
      ];
      view.setState(EditorState.create({ doc: text, extensions }));
      view.scrollDOM.scrollTop = scrolled;
    },
    destroy: () => view.destroy(),
  };
}
