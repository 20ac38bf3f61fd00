import type { Scenario } from '../scenario.ts';

/** A CommonJS program of one file. */
export const js = (name: string, source: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  files: { 'main.cjs': source },
  ...more,
});

/** An ES module of one file. */
export const mjs = (name: string, source: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  files: { 'main.mjs': source },
  ...more,
});

/** Calls each of a list of functions, and prints what it gives or how it fails: many small cases in one program. */
export const each = (list: string): string =>
  `(async () => { for (const f of [${list}]) { try { console.log(await f()) } catch (e) { console.log(e?.name, e?.code, e?.message, e?.cause?.code) } } })();\n`;
