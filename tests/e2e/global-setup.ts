import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { serveSite } from '../../scripts/serve.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    readonly siteUrl: string;
    readonly browserPath: string;
  }
}

/** Serves the built site (`dist/`, or what `SAFETY_NET_SITE` names) and finds the browser, once for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = process.env['SAFETY_NET_SITE'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
  const site = await serveSite({ root, port: 0 });
  project.provide('siteUrl', site.url);
  project.provide('browserPath', await findBrowser({ say: console.log }));
  return () => site.close();
}
