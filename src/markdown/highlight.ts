import { type BundledLanguage, createHighlighter, type Highlighter } from 'shiki';
import { codeTheme } from './code-theme.ts';
import { codeTransformer } from './code-transformer.ts';

const languages = ['js', 'ts', 'json', 'html', 'bash', 'http', 'css', 'python', 'yaml'] as const;
const byExtension: Readonly<Record<string, BundledLanguage>> = {
  mjs: 'js',
  cjs: 'js',
  js: 'js',
  ts: 'ts',
  mts: 'ts',
  json: 'json',
  html: 'html',
  ejs: 'html',
  css: 'css',
  sh: 'bash',
  py: 'python',
  yaml: 'yaml',
  yml: 'yaml',
};

let highlighter: Promise<Highlighter> | undefined;

/** The file's text as highlighted HTML, at build time; a kind of file that is not known stays plain text. */
export async function highlightFile(path: string, text: string): Promise<string> {
  highlighter ??= createHighlighter({ themes: [codeTheme], langs: [...languages] });
  const lang = byExtension[path.split('.').pop() ?? ''] ?? 'text';
  return (await highlighter).codeToHtml(text.replace(/\n$/, ''), {
    lang,
    theme: 'safety-net',
    transformers: [codeTransformer()],
  });
}
