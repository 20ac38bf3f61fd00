import { sharedPlace } from './share-place.ts';
import type { Workbench } from './workbench.ts';
import type { WorkbenchChoice } from './workbench-data.ts';

/**
 * The place of a workbench in a lesson. The server's HTML holds the start code at its final height; the workbench and
 * its editor are fetched when the place comes near the screen, or when its Run button is pressed.
 */
class WorkbenchElement extends HTMLElement {
  #mounting: Promise<Workbench> | undefined;

  connectedCallback(): void {
    const run = this.querySelector<HTMLButtonElement>('button[data-run]');
    if (run) {
      run.hidden = false;
      run.addEventListener(
        'click',
        () =>
          void this.#mount().then(
            (bench) => void bench.run(),
            () => undefined,
          ),
      );
    }
    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        near.disconnect();
        void this.#mount().catch(() => undefined);
      },
      { rootMargin: '400px' },
    );
    near.observe(this);
    const follow = (): void => {
      if (isSharedHere(this)) void this.#openShared();
    };
    addEventListener('hashchange', follow);
    // The other benches of the page are there, too, when the parser is done.
    if (location.hash.startsWith('#code=')) queueMicrotask(follow);
    if (this.#isMeant()) {
      // What went wrong is said in the bench's place.
      void this.#mount().then(
        () => this.scrollIntoView(),
        () => undefined,
      );
    }
  }

  async #openShared(): Promise<void> {
    const bench = await this.#mount().catch(() => undefined);
    await bench?.openShared(location.hash);
    this.scrollIntoView();
  }

  /** Whether the address is about this bench (`bench-link.ts`): then it is fetched at once. */
  #isMeant(): boolean {
    const query = new URLSearchParams(location.search);
    if (!['bench', 'file', 'request', 'mode'].some((name) => query.has(name))) return false;
    return (query.get('bench') ?? 'exercise') === placeOf(this);
  }

  #mount(): Promise<Workbench> {
    this.#mounting ??= this.#load().catch((error: unknown) => {
      this.#mounting = undefined;
      this.#say(this.dataset['didNotLoad'] ?? '');
      throw error;
    });
    return this.#mounting;
  }

  async #load(): Promise<Workbench> {
    this.#say(this.dataset['loading'] ?? '');
    const { mountWorkbench } = await import('./mount.tsx');
    const { lab = '', what = 'sandbox', files = 'starter', name = '', requests } = this.dataset;
    const hadFocus = this.contains(document.activeElement);
    const bench = await mountWorkbench(this, lab, {
      what: what as WorkbenchChoice['what'],
      files,
      title: name,
      requests: requests === undefined ? undefined : JSON.parse(requests),
    });
    if (hadFocus) this.querySelector<HTMLElement>('.bench-bar button')?.focus();
    return bench;
  }

  #say(text: string): void {
    const state = this.querySelector('.bench-bar .state');
    if (state) state.textContent = text;
  }
}

/** Whether code in the page's fragment is for this bench: the first of its place, or the first of all, which says so. */
function isSharedHere(element: HTMLElement): boolean {
  const place = sharedPlace(location.hash);
  if (place === undefined) return false;
  const all = [...document.querySelectorAll<HTMLElement>('sn-workbench')];
  return (all.find((one) => placeOf(one) === place) ?? all[0]) === element;
}

/** Which bench of its page an element is for. */
function placeOf({ dataset: { what, files } }: HTMLElement): string | undefined {
  return what === 'sandbox' ? files : what;
}

customElements.define('sn-workbench', WorkbenchElement);
