import { HighlightStyle } from '@codemirror/language';
import { tags as t } from '@lezer/highlight';

/** The site's six code colours (`src/markdown/code-theme.ts`) for the editor's own parser. */
export const highlightStyle = HighlightStyle.define([
  { tag: [t.comment], color: 'var(--code-comment)' },
  { tag: [t.string, t.regexp, t.special(t.string), t.escape], color: 'var(--code-string)' },
  { tag: [t.number, t.bool, t.null, t.atom], color: 'var(--code-constant)' },
  { tag: [t.keyword, t.self, t.definitionKeyword, t.modifier], color: 'var(--code-keyword)' },
  {
    tag: [
      t.function(t.variableName),
      t.function(t.propertyName),
      t.className,
      t.typeName,
      t.definition(t.className),
    ],
    color: 'var(--code-name)',
  },
  { tag: [t.punctuation, t.operator, t.bracket], color: 'var(--code-mark)' },
]);
