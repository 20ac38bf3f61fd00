import { useSignal } from '@preact/signals';
import { LogPane } from './LogPane.tsx';
import { RequestHistory } from './RequestHistory.tsx';
import { draftFromRequest } from './request-text.ts';
import { Tabs } from './Tabs.tsx';
import { TerminalPane } from './TerminalPane.tsx';
import { TimelinePane } from './TimelinePane.tsx';
import { TrackerPane } from './TrackerPane.tsx';
import type { Workbench } from './workbench.ts';
import { XrayPane } from './XrayPane.tsx';

/** The variable that tells programs where the error tracker is: a service that has it is one. */
const trackerAddress = 'TRACKER_URL';

/** What can be seen of the server from the side: its log, and everything on one time axis. */
export function OutputPanes({ bench }: { readonly bench: Workbench }) {
  const open = useSignal('Log');
  const { session } = bench;
  const collector = session.services.list.find(({ env }) => env === trackerAddress)?.id;
  const hasShell = bench.engines.kind.value === 'webcontainer';
  const names = ['Log', 'X-ray', 'Timeline', 'Requests', ...(collector === undefined ? [] : ['Tracker'])];
  if (hasShell) names.push('Terminal');
  return (
    <Tabs id={`${bench.id}-output`} label="What happened" names={names} open={open}>
      {open.value === 'Log' && <LogPane bench={bench} />}
      {open.value === 'X-ray' && <XrayPane bench={bench} />}
      {open.value === 'Timeline' && <TimelinePane bench={bench} />}
      {open.value === 'Requests' && (
        <RequestHistory
          book={session.exchanges}
          onUseAgain={({ request }) => (bench.draft.value = draftFromRequest(request))}
        />
      )}
      {open.value === 'Tracker' && collector !== undefined && (
        <TrackerPane
          services={session.services}
          collector={collector}
          listening={session.port !== undefined}
        />
      )}
      {open.value === 'Terminal' && hasShell && <TerminalPane bench={bench} />}
    </Tabs>
  );
}
