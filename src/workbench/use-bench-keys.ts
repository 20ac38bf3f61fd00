import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Workbench } from './workbench.ts';

const typing =
  'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable="true"]';

/**
 * The keys that work anywhere in a bench, and on the page while it is the bench in the middle of the screen: Ctrl/Cmd+K and F1
 * for all commands, `?` for the keys unless one types.
 */
export function useBenchKeys(bench: Workbench, root: RefObject<HTMLElement>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target as Element;
      const own = root.current?.contains(target) || (target === document.body && isInTheMiddle(root.current));
      if (!own || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      const palette =
        event.key === 'F1' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k');
      if (palette) bench.view.palette.value = true;
      else if (event.key === '?' && !target.closest(typing)) bench.view.keys.value = true;
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the editor, which has a Ctrl+K of its own on some systems.
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [bench, root]);
}

function isInTheMiddle(element: HTMLElement | null): boolean {
  if (!element) return false;
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight / 2 && bottom > innerHeight / 2;
}
