import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launchArguments } from '../../scripts/find-browser.mjs';

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};

export const lessonPath = '/learn/1-basic-error-handlers/';

/** One visitor: a browser context whose requests and errors are watched. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Opens a page of the site. */
  open(path: string): Promise<Page>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** Another host that may be asked: the one that serves WebContainers. */
  readonly alsoFrom?: string;
  /** Lines of the browser's own that the test brings about. */
  readonly expects?: RegExp;
}

let browser: Browser;
const open: Visited[] = [];

interface Visited {
  readonly context: BrowserContext;
  readonly foreign: string[];
  readonly errors: string[];
}

/** Call once per test file: starts the browser, and after each test closes its visits and judges what they did. */
export function describeVisits(options: { readonly arguments?: readonly string[] } = {}): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: [...launchArguments, ...(options.arguments ?? [])],
    });
  });
  afterEach(async () => {
    const visited = open.splice(0);
    for (const { context } of visited) await context.close();
    for (const { foreign, errors } of visited) {
      expect(foreign, 'requests to other hosts').toEqual([]);
      expect(errors, 'errors in the page').toEqual([]);
    }
  });
  afterAll(() => browser.close());
}

/**
 * A new visitor with empty storage. Every request to another host is refused and noted; so is every error that the
 * page itself did not expect. Motion is off, so that nothing is measured half way.
 */
export async function visit({ alsoFrom, expects, ...options }: VisitOptions = {}): Promise<Visit> {
  const origin = new URL(inject('siteUrl')).origin;
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1280, height: 860 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const visited: Visited = { context, foreign: [], errors: [] };
  open.push(visited);
  await context.route(
    (url) => url.origin !== origin && url.origin !== alsoFrom && !['data:', 'blob:'].includes(url.protocol),
    (route) => {
      visited.foreign.push(route.request().url());
      return route.abort();
    },
  );
  const watch = (page: Page): void => {
    page.on('pageerror', (error) => visited.errors.push(error.message));
    page.on('console', (message) => {
      // The browser's own line about a 404 that a test asked for.
      const expected = message.text().includes('status of 404') || expects?.test(message.text());
      if (message.type() === 'error' && !expected) visited.errors.push(message.text());
    });
  };
  context.on('page', watch);
  const page = await context.newPage();
  return {
    context,
    page,
    async open(path) {
      await page.goto(path, { waitUntil: 'load' });
      return page;
    },
  };
}
