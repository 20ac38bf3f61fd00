import type { Page } from 'playwright-core';

/** What the control that has the focus is called. */
export const focusName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    return element?.getAttribute('aria-label') ?? element?.innerText ?? '';
  });

/** Presses Tab (or Shift+Tab) until what has the focus is called like `name`. */
export async function tabTo(page: Page, name: RegExp, limit = 80, key = 'Tab'): Promise<void> {
  for (let i = 0; i < limit; i++) {
    await page.keyboard.press(key);
    if (name.test((await focusName(page)).trim())) return;
  }
  throw new Error(`No control called ${name} within ${limit} tabs; the last was “${await focusName(page)}”.`);
}

/** Follows a link that is reached by Tab, and waits for its page. */
export async function follow(page: Page, name: RegExp, url: string, key = 'Tab'): Promise<void> {
  await tabTo(page, name, 120, key);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${url}`);
}
