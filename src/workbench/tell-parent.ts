import { effect } from '@preact/signals';
import type { Workbench } from './workbench.ts';

/** What a page that frames a bench is told by `postMessage`, beside `source` and `unit`; described for its authors in `docs/embedding.md`. */
export type EmbedMessage =
  | { readonly type: 'ready' }
  /** The height in CSS pixels at which nothing has to be scrolled. */
  | { readonly type: 'height'; readonly height: number }
  | {
      readonly type: 'checked';
      readonly passed: boolean;
      readonly results: { readonly passed: number; readonly of: number };
    }
  | { readonly type: 'completed' };

/** Tells the page that frames this one how high it is, and what the checks have found. Nothing of the learner's code is told. */
export function tellParent(bench: Workbench, unit: string): void {
  if (parent === window) return;
  const tell = (message: EmbedMessage): void => {
    // Anybody may frame this page, and what it tells is no secret.
    parent.postMessage({ source: 'safety-net', unit, ...message }, '*');
  };
  tell({ type: 'ready' });
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height !== told) tell({ type: 'height', height });
    told = height;
  }).observe(document.body);
  effect(() => {
    const state = bench.checker?.state.value;
    if (state?.kind !== 'judged' || !state.fresh) return;
    const { results, passed } = state.report;
    const count = results.filter(({ status }) => status === 'passed').length;
    tell({ type: 'checked', passed, results: { passed: count, of: results.length } });
    if (passed) tell({ type: 'completed' });
  });
}
