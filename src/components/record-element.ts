import {
  erased,
  explainImport,
  explainNotice,
  explainRefusal,
  nameOfKind,
  notErased,
} from '../progress/notices.ts';
import { openProgress } from '../progress/open-progress.ts';
import type { Progress } from '../progress/progress.ts';
import { exportRecord, importRecord } from '../progress/record-file.ts';
import type { SetAside } from '../progress/set-aside.ts';
import { summarize } from '../progress/summary.ts';

/** The page “Your record” (`src/pages/progress.astro`): what is kept, to a file, from a file, and nothing of it any more. */
class RecordElement extends HTMLElement {
  readonly #progress: Progress = openProgress();
  #drawing: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.hidden = false;
    this.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-do]');
      if (button) void this.#do(button.dataset['do'] ?? '');
    });
    const input = this.#find<HTMLInputElement>('input[type=file]');
    input.addEventListener('change', () => void this.#import(input));
    this.#progress.onNotice((notice) => {
      const words = explainNotice(notice);
      if (notice.kind !== 'set-aside') this.#show('[data-notice]', words);
      this.#drawSoon();
    });
    this.#progress.onChange(() => this.#drawSoon());
    void this.#draw();
  }

  async #do(what: string): Promise<void> {
    if (what === 'export') await this.#export();
    if (what === 'import') this.#find<HTMLInputElement>('input[type=file]').click();
    if (what === 'ask') this.#find<HTMLDialogElement>('dialog').showModal();
    if (what === 'erase') {
      const done = await this.#progress.erase();
      this.#say('erase', done ? erased : notErased);
      await this.#draw();
    }
    if (what === 'persist') {
      const granted = await navigator.storage.persist();
      this.#say(
        'persist',
        granted
          ? 'The browser will leave it alone.'
          : 'The browser did not promise it. A file is the safer place.',
      );
      await this.#draw();
    }
  }

  async #export(): Promise<void> {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(
      new Blob([await exportRecord(this.#progress)], { type: 'application/json' }),
    );
    link.download = `safety-net-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    this.#say('file', `Saved as ${link.download}.`);
  }

  async #import(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    this.#say('file', `Reading ${file.name} …`);
    const result = await importRecord(this.#progress, file);
    input.value = '';
    this.#say(
      'file',
      result.ok ? explainImport(result.imported, this.#progress.kept) : explainRefusal(result.refusal),
    );
    await this.#draw();
  }

  #drawSoon(): void {
    clearTimeout(this.#drawing);
    this.#drawing = setTimeout(() => void this.#draw(), 50);
  }

  async #draw(): Promise<void> {
    const { records, setAside } = await this.#progress.everything();
    const lines = summarize(records);
    const rows = lines.map(({ what, amount }) => {
      const row = document.createElement('tr');
      row.append(cell('th', what), cell('td', amount));
      return row;
    });
    this.#find('tbody').replaceChildren(...rows);
    this.#find('[data-summary]').hidden = rows.length === 0;
    this.#find('[data-nothing]').hidden = rows.length > 0;
    const kibibytes = Math.ceil(JSON.stringify(records).length / 1024);
    this.#find('[data-size]').textContent = rows.length > 0 ? `About ${size(kibibytes)} in all.` : '';
    this.#drawSetAside(setAside);
    const persisted = await navigator.storage?.persisted?.();
    this.#find('[data-persist]').hidden = rows.length === 0 || persisted !== false;
  }

  #drawSetAside(all: readonly SetAside[]): void {
    const items = all.map(({ kind, key, problem, at }) => {
      const item = document.createElement('li');
      const when = new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
      item.textContent = `${nameOfKind(kind)} (${key}), ${when}: ${problem.replaceAll('`', '')}`;
      return item;
    });
    this.#find('[data-aside] ul').replaceChildren(...items);
    this.#find('[data-aside]').hidden = items.length === 0;
  }

  #say(where: 'file' | 'erase' | 'persist', text: string): void {
    this.#find(`[data-said=${where}]`).textContent = text;
  }

  #show(selector: string, text: string): void {
    const element = this.#find(selector);
    element.textContent = text;
    element.hidden = text === '';
  }

  #find<E extends HTMLElement = HTMLElement>(selector: string): E {
    return this.querySelector<E>(selector) as E;
  }
}

function cell(name: 'th' | 'td', text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  if (name === 'th') element.setAttribute('scope', 'row');
  return element;
}

const size = (kibibytes: number): string =>
  kibibytes < 1024 ? `${kibibytes} KB` : `${(kibibytes / 1024).toFixed(1)} MB`;

customElements.define('sn-record', RecordElement);
