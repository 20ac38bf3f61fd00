import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The exercise's workbench as a person uses it. */
export class Bench {
  readonly root: Locator;
  readonly editor: Locator;
  readonly state: Locator;
  readonly outcome: Locator;
  readonly response: Locator;
  readonly log: Locator;
  readonly checks: Locator;
  readonly summary: Locator;
  readonly #page: Page;

  private constructor(page: Page, what: string, within: Page | FrameLocator) {
    this.#page = page;
    this.root = within.locator(`sn-workbench[data-what="${what}"]`).first();
    this.editor = this.root.getByRole('textbox', { name: /^Editor/ });
    this.state = this.root.locator('.bench-bar .state');
    this.outcome = this.root.locator('.exchange .outcome');
    this.response = this.root.getByRole('group', { name: 'Response', exact: true });
    this.log = this.root.getByRole('listbox', { name: 'What the program wrote', exact: true });
    this.checks = this.root.locator('.checks .result');
    this.summary = this.root.locator('.checks .summary');
  }

  /** Scrolls to the bench and waits until it works. */
  static async reach(page: Page, what = 'exercise', within: Page | FrameLocator = page): Promise<Bench> {
    const bench = new Bench(page, what, within);
    await bench.root.scrollIntoViewIfNeeded();
    await bench.root.locator('.cm-content').first().waitFor({ state: 'attached' });
    return bench;
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** On a phone, goes to one of the two screens; elsewhere both are seen. */
  async screen(name: 'Code' | 'Server'): Promise<void> {
    const button = this.root.getByRole('group', { name: 'Screen' }).getByRole('button', { name });
    if (await button.isVisible()) await button.click();
  }

  /** Replaces what stands in the editor. */
  async write(code: string): Promise<void> {
    await this.screen('Code');
    await this.editor.click();
    await this.#page.keyboard.press('ControlOrMeta+A');
    await this.#page.keyboard.insertText(code);
  }

  /** The text of the open file as copying it gives it: the editor draws only the lines that are in view. */
  async copied(): Promise<string> {
    await this.editor.click();
    await this.#page.keyboard.press('ControlOrMeta+A');
    return this.editor.evaluate((content) => {
      const clipboardData = new DataTransfer();
      content.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
      return clipboardData.getData('text/plain');
    });
  }

  async run(): Promise<void> {
    await this.button(/^(Run|Restart)$/).click();
    await this.state.filter({ hasText: 'running on' }).waitFor();
  }

  async send(method: string, path: string): Promise<string> {
    await this.screen('Server');
    await this.root.getByLabel('Method').selectOption(method);
    await this.root.getByLabel('Path', { exact: true }).fill(path);
    await this.button('Send').click();
    await this.outcome
      .filter({ hasText: `${method} ${path}` })
      .filter({ hasNotText: 'waiting' })
      .waitFor();
    return this.outcome.innerText();
  }

  /** Checks, and waits for the end of it. */
  async check(): Promise<string> {
    await this.button('Check').click();
    await this.button('Stop checking').waitFor();
    await this.button('Check').waitFor({ timeout: 60_000 });
    return this.summary.innerText();
  }
}
