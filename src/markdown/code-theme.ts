import type { ThemeRegistrationRaw } from 'shiki';

/**
 * The site's code colours as a Shiki theme. Its colours are the custom properties of `src/styles/tokens.css`, so one
 * highlighted text serves light and dark; the editor's highlight style (`src/workbench/editor/highlight.ts`) uses the
 * same six.
 */
export const codeTheme: ThemeRegistrationRaw = {
  name: 'safety-net',
  type: 'light',
  fg: 'var(--code-ink)',
  bg: 'var(--sheet)',
  colors: { 'editor.foreground': 'var(--code-ink)', 'editor.background': 'var(--sheet)' },
  settings: [
    { settings: { foreground: 'var(--code-ink)', background: 'var(--sheet)' } },
    rule('comment', ['comment', 'punctuation.definition.comment', 'string.comment']),
    rule('string', ['string', 'string.regexp', 'punctuation.definition.string', 'constant.character.escape']),
    rule('constant', [
      'constant.numeric',
      'constant.language',
      'support.constant',
      'variable.other.constant.status',
    ]),
    rule('keyword', [
      'keyword.control',
      'keyword.operator.new',
      'keyword.operator.expression',
      'storage',
      'variable.language.this',
    ]),
    rule('name', [
      'entity.name.function',
      'entity.name.type',
      'entity.name.class',
      'support.function',
      'support.type.property-name',
      'entity.name.tag',
    ]),
    rule('mark', ['punctuation', 'keyword.operator', 'meta.brace', 'storage.type.function.arrow']),
  ],
};

function rule(colour: string, scope: string[]) {
  return { scope, settings: { foreground: `var(--code-${colour})` } };
}
