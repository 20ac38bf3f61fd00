import type { Locator, Page } from 'playwright-core';

/** A way to work a page: every step of a journey is made with nothing else. */
export interface Hand {
  /** Presses a button, a link, a summary or a radio button. */
  press(control: Locator): Promise<void>;
  /** Picks one of several tabs that stand in a row. */
  pickTab(tab: Locator): Promise<void>;
  /** Chooses an option by its value. */
  choose(select: Locator, value: string): Promise<void>;
}

const isFocused = (element: Element): boolean => element === document.activeElement;

/** The mouse, or a finger. */
const pointer = (press: (control: Locator) => Promise<void>): Hand => ({
  press,
  pickTab: press,
  async choose(select, value) {
    await select.selectOption(value);
  },
});

/** The keys alone: Tab until it has the focus, then Enter or Space. */
function keyboard(page: Page): Hand {
  const reach = async (control: Locator): Promise<void> => {
    await control.waitFor();
    for (let i = 0; i < 300; i++) {
      if (await control.evaluate(isFocused)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${control} is not reached by Tab.`);
  };
  return {
    async press(control) {
      await reach(control);
      const checks = await control.evaluate((element) =>
        element.matches('input[type="checkbox"], input[type="radio"]'),
      );
      await page.keyboard.press(checks ? 'Space' : 'Enter');
    },
    async pickTab(tab) {
      const row = tab.locator('xpath=..');
      await reach(row.locator('[aria-selected="true"]'));
      const count = await row.getByRole('tab').count();
      for (let i = 0; i < count && !(await tab.evaluate(isFocused)); i++)
        await page.keyboard.press('ArrowRight');
      if (!(await tab.evaluate(isFocused))) throw new Error(`${tab} is not reached by the arrow keys.`);
    },
    async choose(select, value) {
      await reach(select);
      await page.keyboard.press('Home');
      const count = await select.locator('option').count();
      for (let i = 0; i < count && (await select.inputValue()) !== value; i++)
        await page.keyboard.press('ArrowDown');
      if ((await select.inputValue()) !== value)
        throw new Error(`${value} is not reached by the arrow keys.`);
    },
  };
}

export const hands: Readonly<Record<'mouse' | 'keyboard' | 'touch', (page: Page) => Hand>> = {
  mouse: () => pointer((control) => control.click()),
  keyboard,
  touch: () => pointer((control) => control.tap()),
};
