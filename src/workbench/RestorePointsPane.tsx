import { useSignal, useSignalEffect } from '@preact/signals';
import type { RestorePoint } from '../progress/record.ts';
import { ComparePane } from './ComparePane.tsx';
import type { Workbench } from './workbench.ts';

const reasons: Readonly<Record<RestorePoint['reason'], string>> = {
  run: 'run',
  check: 'checked',
  solution: 'before the solution was taken over',
  start: 'before the new start was taken over',
  reset: 'before the reset',
  return: 'before going back',
  remove: 'before a file was removed',
  copy: 'before a shared copy was taken over',
  'other-tab': 'from another tab or device',
};

/** The earlier states of one's code: when each was kept and why, what differs now, and the way back. */
export function RestorePointsPane({ bench }: { readonly bench: Workbench }) {
  const points = useSignal<readonly RestorePoint[] | undefined>(undefined);
  const chosen = useSignal('');
  useSignalEffect(() => {
    bench.work.pointsChanged.value;
    void bench.work.points().then((found) => {
      points.value = found;
      if (!found.some(({ id }) => id === chosen.value)) chosen.value = found[0]?.id ?? '';
    });
  });
  const all = points.value;
  if (!all) return null;
  const point = all.find(({ id }) => id === chosen.value);
  if (!point) {
    return (
      <p class="points-none">
        None yet. Every run and every check keeps your code as it was, and so does all that replaces it.
      </p>
    );
  }
  return (
    <>
      <ul class="points" aria-label="Earlier states, the latest first">
        {all.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              class="quiet"
              aria-pressed={one.id === point.id}
              onClick={() => {
                chosen.value = one.id;
              }}
            >
              <time dateTime={one.at}>{when(one.at)}</time> {why(one)}
            </button>
          </li>
        ))}
      </ul>
      <div class="beside-actions">
        <button
          type="button"
          onClick={() =>
            void bench.take(point.files, 'return', `The code of ${when(point.at)} is in the editor.`)
          }
        >
          Go back to this
        </button>
        <p>What you have now is kept too.</p>
      </div>
      <ComparePane
        key={point.id}
        bench={bench}
        id={`${bench.id}-beside`}
        files={point.files}
        name={`Your code of ${when(point.at)}`}
      />
    </>
  );
}

function why({ reason, passed, of }: RestorePoint): string {
  return reason === 'check' && of !== undefined ? `checked: ${passed ?? 0} of ${of} pass` : reasons[reason];
}

/** A time as one would say it: today without the day. */
function when(at: string): string {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(
    'en-GB',
    today ? { timeStyle: 'medium' } : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  );
}
