import { expect } from 'vitest';
import type { ClosableEngine } from '../lab.ts';

interface Evaluating {
  evaluate(code: string): Promise<unknown>;
}

/** The longest that the page's thread was held up may be; programs here try for minutes. */
const LONGEST_PAUSE_MS = 3000;

/** The page of an engine, with things in it that no program may see or change, and a clock that shows its pauses. */
export class WatchedPage {
  readonly #page: Evaluating;

  private constructor(page: Evaluating) {
    this.#page = page;
  }

  static async watch(engine: ClosableEngine): Promise<WatchedPage> {
    const { page } = engine as unknown as { page: Evaluating };
    await page.evaluate(`void (() => {
      localStorage.setItem('secret', 'correct horse');
      document.cookie = 'secret=battery';
      const watched = (globalThis.watched = { pause: 0, heard: [] });
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        watched.pause = Math.max(watched.pause, now - last);
        last = now;
      }, 20);
      addEventListener('message', ({ data }) => watched.heard.push(data));
      new BroadcastChannel('safety-net').onmessage = ({ data }) => watched.heard.push(data);
    })()`);
    return new WatchedPage(page);
  }

  /** The page is as it was, has heard nothing that was not meant for it, and was not held up for long since it was last asked. */
  async expectUntouched(): Promise<void> {
    const state = (await this.#page.evaluate(`({
      heard: watched.heard,
      pause: [watched.pause, (watched.pause = 0)][0],
      kept: [localStorage.getItem('secret'), document.cookie],
      frames: document.querySelectorAll('iframe').length,
      path: location.pathname,
    })`)) as { pause: number; heard: unknown[] };
    expect(state).toMatchObject({
      heard: [],
      kept: ['correct horse', 'secret=battery'],
      frames: 1,
      path: '/',
    });
    expect(state.pause).toBeLessThan(LONGEST_PAUSE_MS);
  }
}
