import { html } from '@codemirror/lang-html';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import type { Extension } from '@codemirror/state';

const byExtension: Readonly<Record<string, () => Extension>> = {
  mjs: () => javascript(),
  cjs: () => javascript(),
  js: () => javascript(),
  ts: () => javascript({ typescript: true }),
  mts: () => javascript({ typescript: true }),
  cts: () => javascript({ typescript: true }),
  json: () => json(),
  html: () => html(),
  // Templates are pages with holes in them; the holes read as text.
  ejs: () => html(),
  eta: () => html(),
  njk: () => html(),
};

/** The language of a file by its extension; none where it is not known. */
export function languageFor(path: string): Extension {
  return byExtension[path.split('.').pop() ?? '']?.() ?? [];
}
