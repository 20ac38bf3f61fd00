import { render } from 'preact';
import { runChecks } from '../checks/run-checks.ts';
import { createEngine } from '../engine/create-engine.ts';
import { openProgress } from '../progress/open-progress.ts';
import { adoptStyles } from './styles.ts';
import { WorkbenchView } from './WorkbenchView.tsx';
import { Workbench } from './workbench.ts';
import { chooseWorkbench, type Lab, type WorkbenchChoice } from './workbench-data.ts';

let styled = false;

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
  const bench = new Workbench(data, {
    progress: openProgress(),
    createEngine: (options) => createEngine('embedded', { packages: data.packages, ...options }),
    runChecks,
  });
  await bench.load();
  if (!styled) adoptStyles();
  styled = true;
  element.replaceChildren();
  render(<WorkbenchView bench={bench} />, element);
  addEventListener('pagehide', () => bench.work.leave());
  document.addEventListener('visibilitychange', () => void bench.work.save());
  return bench;
}
