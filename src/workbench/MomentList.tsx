import type { Signal } from '@preact/signals';
import { clock } from './LogRowView.tsx';
import { type Moment, pageOf } from './timeline-moments.ts';

interface Props {
  readonly moments: readonly Moment[];
  /** How many moments lie behind those that are listed; `undefined` for the latest ones, as they come. */
  readonly back: Signal<number | undefined>;
  /** Whether there are earlier ones beside `moments`. */
  readonly more: boolean;
  /** The keys of moments of which nothing but the time is known. */
  readonly byTime: ReadonlySet<string> | undefined;
  /** The exchange that is picked. */
  readonly only: number | undefined;
  readonly onPick: (moment: Moment) => void;
}

/** What happened, in words: a page of it, and the way to the others. */
export function MomentList({ moments, back, more, byTime, only, onPick }: Props) {
  const { from, until, size } = pageOf(moments.length, back.value ?? 0);
  const still = back.value !== undefined;
  // How many there are is known once they stand still.
  const farthest = still || !more ? Math.max(moments.length - size, 0) : Number.POSITIVE_INFINITY;
  const at = Math.min(back.value ?? 0, farthest);
  const go = (to: number): void => {
    back.value = Math.min(Math.max(to, 0), farthest);
  };
  const earlier = from > 0 || (more && !still);
  return (
    <>
      {(earlier || still) && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
        <div class="moment-pages" role="group" aria-label="Which moments are listed">
          <PageButton name="The first" ready={earlier} onClick={() => go(farthest)} />
          <PageButton name="Earlier" ready={earlier} onClick={() => go(at + size)} />
          <PageButton name="Later" ready={still && until < moments.length} onClick={() => go(at - size)} />
          <PageButton name="The latest" ready={still} onClick={() => (back.value = undefined)} />
          <span role="status">
            {still &&
              `${count(from + 1)} to ${count(until)} of ${count(moments.length)}, standing still meanwhile`}
          </span>
        </div>
      )}
      <ol class="moments">
        {moments.slice(from, until).map((moment) => (
          <li key={moment.key} data-tone={moment.tone} data-lane={moment.lane}>
            <time>{clock(moment.from)}</time>{' '}
            {byTime?.has(moment.key) && <span class="by-time">at that time: </span>}
            {moment.exchange === undefined ? (
              <span>{moment.text}</span>
            ) : (
              <button type="button" aria-pressed={only === moment.exchange} onClick={() => onPick(moment)}>
                {moment.text}
              </button>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

interface PageButtonProps {
  readonly name: string;
  readonly ready: boolean;
  readonly onClick: () => void;
}

/** It keeps the focus where there is nothing more to go to. */
function PageButton({ name, ready, onClick }: PageButtonProps) {
  return (
    <button type="button" class="quiet" aria-disabled={!ready} onClick={() => ready && onClick()}>
      {name}
    </button>
  );
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}
