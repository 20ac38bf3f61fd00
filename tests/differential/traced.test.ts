/**
 * The programs of the differential suite with X-ray on, compared with the same programs without it. `SAFETY_NET_XRAY=all` runs
 * every one of them; otherwise the servers among them that fail or keep a context run. On real Node, and in the page.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../scripts/in-page.mjs';
import type { Engine } from '../../src/engine/engine.ts';
import { instrument } from '../../src/xray/instrument.ts';
import { untracedText } from '../../src/xray/untraced.ts';
import { contextCases } from './cases/context.ts';
import { errorCases } from './cases/errors.ts';
import { httpCases } from './cases/http.ts';
import { lessonCases } from './cases/lessons.ts';
import { libraryCases } from './cases/library.ts';
import { moduleCases } from './cases/modules.ts';
import { processCases } from './cases/process.ts';
import { threadCases } from './cases/threads.ts';
import { observe, type Scenario } from './scenario.ts';
import { tracedDifferences } from './traced-differences.ts';

type ClosableEngine = Engine & { close(): Promise<void>; readonly root?: string };
const recorder = readFileSync(new URL('../../src/xray/recorder.cjs', import.meta.url), 'utf8');
const all = process.env['SAFETY_NET_XRAY'] === 'all';
const cases = all
  ? [
      ...processCases,
      ...moduleCases,
      ...httpCases,
      ...libraryCases,
      ...threadCases,
      ...contextCases,
      ...errorCases,
      ...lessonCases,
    ]
  : httpCases.filter(({ name }) => /Express|crash|forgotten|context|AsyncLocalStorage/.test(name));
const kinds = ['native', 'embedded'] as const;

interface Traced {
  readonly scenario: Scenario;
  /** What it showed as it would stand without probes. */
  readonly clean: (value: unknown) => unknown;
}

/**
 * The one thing that differs: who called. With X-ray on, Express calls its layers through its tracing channel, so stacks have
 * other frames of libraries, and, as a stack has ten at most, other ones at its end. The learner’s own frames are compared.
 */
const libraryFrames =
  /(?:\n|<br>)(?: |&nbsp;)+at (?:[^\n<]*&[lg]t;)?[^\n<]*(?:\/packages\/|node:|&lt;anonymous&gt;|<anonymous>)[^\n<]*/g;
/** Where the parts of Node itself lie, which is elsewhere in each process. */
const addresses = /0x[0-9a-f]{6,}/g;
const ownPart = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(libraryFrames, '').replace(addresses, '0x…') : value;

function traced(scenario: Scenario): Traced {
  const { files, moved } = instrument(scenario.files);
  const args = scenario.args ?? [Object.keys(scenario.files)[0] ?? ''];
  const clean = (value: unknown): unknown =>
    typeof value === 'string' ? untracedText(value, scenario.files, moved) : value;
  return {
    scenario: {
      ...scenario,
      files: { ...files, '.xray/recorder.cjs': recorder },
      args: ['--require', './.xray/recorder.cjs', ...args],
    },
    clean,
  };
}

describe.each(kinds)('%s', (kind) => {
  let engine: ClosableEngine;
  beforeAll(async () => {
    engine = (await openEngine({ engine: kind })) as ClosableEngine;
  }, 120_000);
  afterAll(() => engine?.close());
  it.each(cases.map((scenario) => [scenario.name, scenario] as const))('%s', async (name, scenario) => {
    const root = engine.root ?? '/home/learner/app';
    const folder = `case-${cases.indexOf(scenario)}`;
    const plain = await observe(engine, root, `${folder}-p`, scenario);
    const other = traced(scenario);
    const seen = await observe(engine, root, `${folder}-t`, other.scenario, Promise.resolve(plain));
    const text = (value: unknown): string | undefined =>
      JSON.stringify(ownPart(value))?.replaceAll(`${folder}-t`, `${folder}-p`);
    for (const field of new Set([...Object.keys(plain), ...Object.keys(seen)])) {
      const [drawn, plainly] = [text(other.clean(seen[field])), text(plain[field])];
      if (tracedDifferences[name]?.[field] === undefined) expect(drawn, `${name}: ${field}`).toBe(plainly);
      else expect(drawn, `${name}: ${field} agrees, although it is listed`).not.toBe(plainly);
    }
  });
});
