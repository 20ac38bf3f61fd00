import { render } from 'preact';
import { runChecks } from '../checks/run-checks.ts';
import { createEngine } from '../engine/create-engine.ts';
import { openProgress } from '../progress/open-progress.ts';
import { benchLinkFrom } from './bench-link.ts';
import { EngineChoice } from './engine-choice.ts';
import { adoptStyles } from './styles.ts';
import { WorkbenchView } from './WorkbenchView.tsx';
import { Workbench } from './workbench.ts';
import { chooseWorkbench, type Lab, type WorkbenchChoice } from './workbench-data.ts';

let styled = false;
/** One choice for all sandboxes of the page. */
let engines: EngineChoice | undefined;

/** All benches of the page. */
const benches = new Set<Workbench>();

/** Puts a working bench in the place of the one that the server drew. */
export async function mountWorkbench(
  element: HTMLElement,
  address: string,
  choice: WorkbenchChoice,
): Promise<Workbench> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} came back with status ${response.status}`);
  const lab = (await response.json()) as Lab;
  const data = chooseWorkbench(lab, choice);
  const progress = openProgress();
  engines ??= new EngineChoice(progress);
  const bench = new Workbench(data, {
    progress,
    engines,
    createEngine: (options, kind) => createEngine(kind, { packages: data.packages, ...options }),
    runChecks,
    onSaved: (saved) => {
      for (const other of benches)
        if (other !== saved && other.data.key === saved.data.key) void other.work.load();
    },
  });
  benches.add(bench);
  await Promise.all([engines.load(), bench.load()]);
  const link = benchLinkFrom(location.href);
  if (link?.bench === data.place) bench.follow(link);
  if (!styled) adoptStyles();
  styled = true;
  element.replaceChildren();
  render(<WorkbenchView bench={bench} />, element);
  if (element.dataset['embedded'] !== undefined) {
    const { tellParent } = await import('./tell-parent.ts');
    tellParent(bench, data.key);
  }
  addEventListener('pagehide', () => bench.work.leave());
  document.addEventListener('visibilitychange', () => void bench.work.save());
  return bench;
}
