import { render } from 'preact';
import { createEngine } from '../engine/create-engine.ts';
import { adoptStyles } from '../workbench/styles.ts';
import type { StageScenario } from './stage.ts';
import { VisualizeView } from './VisualizeView.tsx';
import { Visualize } from './visualize.ts';

/** Puts the working drawing in the place of the words that the server wrote; `?show=` and `&beside=` choose what it shows. */
export async function mountVisualize(element: HTMLElement, address: string): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} came back with status ${response.status}`);
  const scenarios = (await response.json()) as StageScenario[];
  const visualize = new Visualize(scenarios, {
    createEngine: (options) => createEngine('embedded', { packages: ['express'], ...options }),
  });
  const fromAddress = (): void => {
    const query = new URL(location.href).searchParams;
    visualize.choose({ show: query.get('show') ?? undefined, beside: query.get('beside') ?? undefined });
  };
  fromAddress();
  addEventListener('popstate', fromAddress);
  const toAddress = (): void => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(visualize.choice)) {
      if (value === undefined) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    history.pushState(null, '', url);
  };
  adoptStyles();
  element.replaceChildren();
  const moves = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  render(<VisualizeView visualize={visualize} moves={moves} onChoose={toAddress} />, element);
}
