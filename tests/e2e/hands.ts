import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { phone } from './visit.ts';

/** A way to work a page: every step of a journey is made with nothing else. */
export interface Hand {
  /** Presses a button, a link, a summary or a radio button. */
  press(control: Locator): Promise<void>;
  /** Picks one of several tabs that stand in a row. */
  pickTab(tab: Locator): Promise<void>;
  /** Chooses an option by its value. */
  choose(select: Locator, value: string): Promise<void>;
  /** Replaces what stands in a field. */
  fill(field: Locator, text: string): Promise<void>;
  /** Replaces what stands in the editor. */
  rewrite(editor: Locator, text: string): Promise<void>;
  /** Writes below a line of the editor. */
  writeBelow(editor: Locator, line: number, text: string): Promise<void>;
  /** Picks an option of a list that has the focus as a whole. */
  pickOption(option: Locator): Promise<void>;
}

const isFocused = (element: Element): boolean => element === document.activeElement;

/** The keys that lead from what has the focus towards an element; nothing where it has it already. */
const wayFromFocus = (element: Element): 'Tab' | 'Shift+Tab' | undefined => {
  const focused = document.activeElement;
  if (!focused || element === focused) return element === focused ? undefined : 'Tab';
  const before = element.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
  return before ? 'Shift+Tab' : 'Tab';
};

type Press = (control: Locator, at?: { readonly x: number; readonly y: number }) => Promise<void>;

/** The mouse, or a finger: what is typed comes from the keys, or from those on the screen. */
const pointer = (page: Page, press: Press): Hand => ({
  press: (control) => press(control),
  pickTab: (tab) => press(tab),
  async choose(select, value) {
    await select.selectOption(value);
  },
  async fill(field, text) {
    await press(field);
    await field.fill(text);
  },
  async rewrite(editor, text) {
    await press(editor);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
  },
  async writeBelow(editor, line, text) {
    const row = editor.locator('.cm-line').nth(line - 1);
    await row.waitFor();
    const { width = 0, height = 0 } = (await row.boundingBox()) ?? {};
    const seen = (await editor.locator('xpath=..').boundingBox())?.width ?? width;
    // The cursor goes to the end of the line that is pressed beside its text.
    await press(row, { x: Math.min(width, seen) - 12, y: height / 2 });
    await page.keyboard.insertText(`\n${text}`);
  },
  pickOption: (option) => press(option),
});

/** The keys alone: Tab or Shift+Tab until it has the focus, then Enter or Space. */
function keyboard(page: Page): Hand {
  const reach = async (control: Locator): Promise<void> => {
    await control.waitFor();
    for (let i = 0; i < 300; i++) {
      const way = await control.evaluate(wayFromFocus);
      if (way === undefined) return;
      await page.keyboard.press(way);
    }
    throw new Error(`${control} is not reached by Tab.`);
  };
  return {
    async fill(field, text) {
      await reach(field);
      await page.keyboard.press('ControlOrMeta+A');
      if (text === '') await page.keyboard.press('Delete');
      else await page.keyboard.insertText(text);
    },
    async rewrite(editor, text) {
      await reach(editor);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.insertText(text);
      // As below.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    },
    async writeBelow(editor, line, text) {
      await reach(editor);
      await page.keyboard.press('ControlOrMeta+Home');
      for (let i = 1; i < line; i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
      await page.keyboard.insertText(`\n${text}`);
      // The first one may close a list of completions; then Tab leaves the editor.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    },
    async pickOption(option) {
      const list = option.locator('xpath=ancestor::*[@role="listbox"]');
      await reach(list);
      await page.keyboard.press('Home');
      const id = await option.getAttribute('id');
      const active = () => list.getAttribute('aria-activedescendant');
      for (let i = 0; i < 50 && (await active()) !== id; i++) await page.keyboard.press('ArrowDown');
      if ((await active()) !== id) throw new Error(`${option} is not reached by the arrow keys.`);
      await page.keyboard.press('Enter');
    },
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
      const values = await select
        .locator('option')
        .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
      const steps = values.indexOf(value);
      if (steps < 0) throw new Error(`There is no ${value} among ${values}.`);
      await page.keyboard.press('Home');
      await expect.poll(() => select.inputValue()).toBe(values[0]);
      for (let i = 1; i <= steps; i++) {
        await page.keyboard.press('ArrowDown');
        await expect.poll(() => select.inputValue()).toBe(values[i]);
      }
    },
  };
}

/** The looks with which each hand works: a finger works a phone. */
export const everyHand = [
  ['mouse', {}],
  ['keyboard', {}],
  ['touch', phone],
] as const;

export const hands: Readonly<Record<'mouse' | 'keyboard' | 'touch', (page: Page) => Hand>> = {
  mouse: (page) => pointer(page, (control, position) => control.click(position && { position })),
  keyboard,
  touch: (page) => pointer(page, (control, position) => control.tap(position && { position })),
};
