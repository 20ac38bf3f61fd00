import { LogPane } from './LogPane.tsx';
import { RequestHistory } from './RequestHistory.tsx';
import { draftFromRequest } from './request-text.ts';
import { Tabs } from './Tabs.tsx';
import { TerminalPane } from './TerminalPane.tsx';
import { TimelinePane } from './TimelinePane.tsx';
import { TrackerPane } from './TrackerPane.tsx';
import type { Workbench } from './workbench.ts';
import { XrayPane } from './XrayPane.tsx';

/** What can be seen of the server from the side: its log, and everything on one time axis. */
export function OutputPanes({ bench }: { readonly bench: Workbench }) {
  const { session, collector } = bench;
  const open = bench.view.output;
  return (
    <Tabs id={`${bench.id}-output`} label="What happened" names={bench.outputs} open={open}>
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
      {open.value === 'Terminal' && bench.outputs.includes('Terminal') && <TerminalPane bench={bench} />}
    </Tabs>
  );
}
