import { useSignal } from '@preact/signals';
import { LogPane } from './LogPane.tsx';
import { RequestHistory } from './RequestHistory.tsx';
import { draftFromRequest } from './request-text.ts';
import { Tabs } from './Tabs.tsx';
import { TimelinePane } from './TimelinePane.tsx';
import type { Workbench } from './workbench.ts';

/** What can be seen of the server from the side: its log, and everything on one time axis. */
export function OutputPanes({ bench }: { readonly bench: Workbench }) {
  const open = useSignal('Log');
  return (
    <Tabs id={`${bench.id}-output`} label="What happened" names={['Log', 'Timeline', 'Requests']} open={open}>
      {open.value === 'Log' && <LogPane bench={bench} />}
      {open.value === 'Timeline' && <TimelinePane bench={bench} />}
      {open.value === 'Requests' && (
        <RequestHistory
          book={bench.session.exchanges}
          onUseAgain={({ request }) => (bench.draft.value = draftFromRequest(request))}
        />
      )}
    </Tabs>
  );
}
