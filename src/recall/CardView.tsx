import { useEffect, useRef } from 'preact/hooks';
import { InlineText } from '../workbench/InlineText.tsx';
import { grades, interval } from './schedule.ts';
import type { RecallSession } from './session.ts';
import type { StockCard } from './stock.ts';

const kinds: Readonly<Record<StockCard['kind'], string>> = {
  card: 'A card of',
  myth: 'A myth',
  question: 'You missed this in',
  check: 'A check that failed in',
};

/** The card that is asked, and what can be done with it; its keys work while the focus is in it. */
export function CardView({ session, card }: { readonly session: RecallSession; readonly card: StockCard }) {
  const place = useRef<HTMLElement>(null);
  const revealed = session.revealed.value;
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    const what = `${card.id} ${String(revealed)}`;
    // Not when the page opens: only what somebody does moves the focus.
    if (shown.current !== undefined && shown.current !== what) {
      const target = revealed ? '.card-back' : '.card-front';
      place.current?.querySelector<HTMLElement>(target)?.focus();
    }
    shown.current = what;
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = (event.target as Element).closest('button, a, summary') !== null;
    const grade = grades.find((each) => String(each.grade) === event.key);
    if (grade && revealed) void session.grade(grade.grade);
    else if (event.key === ' ' && !onControl && !revealed) session.reveal();
    else if (event.key === ' ' && !onControl) void session.grade(3);
    else if (event.key === 'u') void session.undo();
    else return;
    event.preventDefault();
  };
  return (
    <section class="card" ref={place} onKeyDown={onKeyDown} aria-label="Card">
      <div class="card-front" tabIndex={-1}>
        <p class="kicker">
          {kinds[card.kind]} {card.kind === 'myth' ? '' : card.title}
        </p>
        <div class="card-text">
          <InlineText text={card.front} />
        </div>
        {card.code !== undefined && <pre>{card.code}</pre>}
        {card.options && (
          <ul>
            {card.options.map((option) => (
              <li key={option}>
                <InlineText text={option} flat />
              </li>
            ))}
          </ul>
        )}
      </div>
      {revealed ? <Answer session={session} card={card} /> : <Ask session={session} />}
    </section>
  );
}

function Ask({ session }: { readonly session: RecallSession }) {
  return (
    <p class="card-deeds">
      <button class="action" type="button" aria-keyshortcuts="Space" onClick={() => session.reveal()}>
        Show the answer
      </button>
      <span class="keys">
        <kbd>Space</kbd>
      </span>
    </p>
  );
}

function Answer({ session, card }: { readonly session: RecallSession; readonly card: StockCard }) {
  const due = session.intervals.value;
  return (
    <>
      <section class="card-back" tabIndex={-1} aria-label="Answer">
        {card.back.length === 1 ? (
          <InlineText text={card.back[0] ?? ''} />
        ) : (
          <ol>
            {card.back.map((line) => (
              <li key={line}>
                <InlineText text={line} flat />
              </li>
            ))}
          </ol>
        )}
        {card.why !== undefined && (
          <div class="card-why">
            <InlineText text={card.why} />
          </div>
        )}
        <p class="card-place">
          <a href={card.href}>{card.title}</a>
        </p>
      </section>
      <fieldset class="grades">
        <legend>How did it go?</legend>
        {grades.map(({ grade, name }) => (
          <button
            key={grade}
            type="button"
            data-grade={grade}
            aria-keyshortcuts={String(grade)}
            onClick={() => void session.grade(grade)}
          >
            <kbd>{grade}</kbd> {name}
            <span class="in">{interval(session.now, due.get(grade) ?? session.now)}</span>
          </button>
        ))}
      </fieldset>
    </>
  );
}
