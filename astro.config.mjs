import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { codeTheme } from './src/markdown/code-theme.ts';
import { codeTransformer } from './src/markdown/code-transformer.ts';

export default defineConfig({
  output: 'static',
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  integrations: [mdx({ optimize: true })],
  markdown: {
    shikiConfig: { theme: codeTheme, transformers: [codeTransformer()] },
  },
  vite: {
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  },
});
