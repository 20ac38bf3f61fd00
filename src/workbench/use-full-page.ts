import { effect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { benchLinkFrom } from './bench-link.ts';
import type { Workbench } from './workbench.ts';

/** The class of the page, and of the bench’s own element, while a bench fills the page. */
const fills = 'bench-fills-page';

/** Lets a bench fill the page, with the rest of the page out of reach; the browser’s way back gives the page back. */
export function useFullPage(bench: Workbench, root: RefObject<HTMLElement>): void {
  useEffect(() => {
    const host = root.current?.parentElement;
    if (!host) return;
    let aside: Element[] = [];
    let wasFull = false;
    const free = (): void => {
      for (const element of aside) element.removeAttribute('inert');
      aside = [];
    };
    const stop = effect(() => {
      const full = bench.view.full.value;
      free();
      host.classList.toggle(fills, full);
      document.documentElement.classList.toggle(fills, full);
      // The page is as far down as it was, and the bench may be elsewhere; one that was never full moves nothing.
      if (!full && wasFull) host.scrollIntoView({ block: 'nearest' });
      wasFull = full;
      if (!full) return;
      aside = besides(host);
      for (const element of aside) element.setAttribute('inert', '');
    });
    const onBack = (): void => {
      const link = benchLinkFrom(location.href);
      bench.view.full.value = link?.bench === bench.data.place && link.full;
    };
    addEventListener('popstate', onBack);
    return () => {
      removeEventListener('popstate', onBack);
      stop();
      free();
    };
  }, [bench, root]);
}

/** What stands beside an element and the elements around it, and can be reached. */
function besides(element: Element): Element[] {
  const found: Element[] = [];
  for (let at: Element = element; at.parentElement && at !== document.body; at = at.parentElement) {
    found.push(
      ...[...at.parentElement.children].filter((each) => each !== at && !each.hasAttribute('inert')),
    );
  }
  return found;
}
