import { signal } from '@preact/signals';
import { changeSetting, readSetting } from '../progress/learning.ts';
import type { Progress } from '../progress/progress.ts';
import type { OfferedEngine } from './messages.ts';

const setting = 'engine';

/** Which engine the sandboxes of a page run on: the built-in one, until the learner chooses another; it is remembered. */
export class EngineChoice {
  readonly kind = signal<OfferedEngine>('embedded');
  readonly #progress: Progress;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  async load(): Promise<void> {
    if ((await readSetting(this.#progress, setting)) === 'webcontainer') this.kind.value = 'webcontainer';
  }

  choose(kind: OfferedEngine): void {
    if (kind === this.kind.value) return;
    this.kind.value = kind;
    void changeSetting(this.#progress, setting, kind);
  }
}
