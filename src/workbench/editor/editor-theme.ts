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
  '.cm-changes': { width: '4px' },
  '.cm-changes .cm-gutterElement': { padding: '0' },
  '.cm-changed': { display: 'block', width: '4px', height: '100%', backgroundColor: 'var(--net)' },
  '.cm-changed-removed': { height: '4px', backgroundColor: 'var(--fall)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--fall)',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--edge)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--net)', color: 'var(--on-net)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--fall)' },
  '.cm-panels': { backgroundColor: 'var(--bench)', color: 'var(--ink)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--rule)' },
  '.cm-searchMatch': { backgroundColor: 'var(--doubt-soft)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--code-select)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--code-select)', outline: 'none' },
  '.cm-nonmatchingBracket': { color: 'var(--fall)', backgroundColor: 'var(--fall-soft)' },
});
