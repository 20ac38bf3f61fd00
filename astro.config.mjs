import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { headersFor, headersPlugin, readShippedHeaders } from './scripts/headers-file.mjs';
import { codeTheme } from './src/markdown/code-theme.ts';
import { codeTransformer } from './src/markdown/code-transformer.ts';

export default defineConfig({
  output: 'static',
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  // The servers for writing and for looking send what the published site sends.
  server: { headers: headersFor(readShippedHeaders(), '/') },
  integrations: [mdx({ optimize: true })],
  markdown: {
    shikiConfig: { theme: codeTheme, transformers: [codeTransformer()] },
  },
  vite: {
    plugins: [headersPlugin()],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  },
});
