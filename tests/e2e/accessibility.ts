import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds on the page as it stands, a line per place; of its rules all, or those that are named. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axeSource);
  const only = rules ? `, runOnly: ${JSON.stringify(rules)}` : '';
  const { violations } = (await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"]${only} })`,
  )) as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')} ${failureSummary ?? ''}`,
    ),
  );
}

/** axe finds nothing on the page as it stands, in either theme, and the page fits the screen. */
export async function expectAccessible(page: Page): Promise<void> {
  // What differs between the themes is colours; the light one is seen last, as a visit has it.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = (await axeFindings(page, ['color-contrast'])).map((finding) => `dark: ${finding}`);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect([...dark, ...(await axeFindings(page))]).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
}

/** How far the page can be scrolled sideways; 0 on a page that fits. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
