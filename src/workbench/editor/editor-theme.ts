import { EditorView } from '@codemirror/view';

/** The look of the editor: the same type, line height and inner margins as a code block (`src/styles/code.css`). */
export const editorTheme = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--sheet)',
    color: 'var(--code-ink)',
    fontSize: 'var(--size-code)',
  },
  '&.cm-focused': { outline: '2px solid var(--net)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: 'var(--line-code)', overflow: 'auto' },
  '.cm-content': { padding: '0.9rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1.1rem 0 0.6rem' },
  '.cm-gutters': { backgroundColor: 'var(--sheet)', color: 'var(--code-comment)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.4rem 0 0.9rem', minWidth: '2.6rem' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--code-select)', outline: 'none' },
  '.cm-nonmatchingBracket': { color: 'var(--fall)', backgroundColor: 'var(--fall-soft)' },
});
