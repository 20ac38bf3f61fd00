import { InlineText } from '../workbench/InlineText.tsx';
import { CardView } from './CardView.tsx';
import { isShown } from './deck.ts';
import { Forecast } from './Forecast.tsx';
import { forecast, interval, stateOf } from './schedule.ts';
import type { RecallSession } from './session.ts';
import type { StockCard } from './stock.ts';

export interface RecallViewProps {
  readonly session: RecallSession;
  readonly download: (cards: readonly StockCard[]) => void;
}

export function RecallView({ session, download }: RecallViewProps) {
  const { due, fresh, later } = session.left.value;
  const card = session.current.value;
  const deck = session.deck.value;
  return (
    <>
      <p class="recall-left">
        {due + fresh === 0 ? 'Nothing is due.' : `${due + fresh} left today`}
        {fresh > 0 && `, ${fresh} of them new`}
        {later > 0 && `; ${later} more wait for another day`}
      </p>
      {card ? (
        <>
          <CardView session={session} card={card} />
          <p class="recall-tools">
            <button class="plain" type="button" onClick={() => void session.bury()}>
              Not today
            </button>
            <button class="plain" type="button" onClick={() => void session.suspend()}>
              Suspend
            </button>
            <Undo session={session} />
          </p>
        </>
      ) : (
        <section class="card" aria-label="Done for today">
          <p class="card-text">{deck.length === 0 ? 'Your deck is empty so far.' : 'Done for today.'}</p>
          <p>
            {deck.length === 0
              ? 'It grows from what you meet: read a lesson or a myth, miss a question, let a check fail.'
              : 'What you have met next in the course will come into the deck by itself.'}
          </p>
          <p class="recall-tools">
            <Undo session={session} />
          </p>
        </section>
      )}
      <p class="unseen" aria-live="polite">
        {session.said.value}
      </p>
      {session.states.value.length > 0 && (
        <>
          <h2 id="forecast">What is coming</h2>
          <Forecast counts={forecast(session.states.value, session.now, 14)} from={session.now} />
        </>
      )}
      {deck.length > 0 && (
        <>
          <h2 id="deck">Your deck</h2>
          <details class="deck">
            <summary>All {deck.length} cards in it</summary>
            <ul>
              {deck.map((each) => (
                <DeckRow key={each.id} session={session} card={each} />
              ))}
            </ul>
          </details>
          <p>
            <button class="plain" type="button" onClick={() => download(deck)}>
              Export the deck for Anki
            </button>
          </p>
        </>
      )}
    </>
  );
}

function Undo({ session }: { readonly session: RecallSession }) {
  if (!session.canUndo) return null;
  return (
    <button class="plain" type="button" aria-keyshortcuts="u" onClick={() => void session.undo()}>
      Undo
    </button>
  );
}

function DeckRow({ session, card }: { readonly session: RecallSession; readonly card: StockCard }) {
  const record = session.record(card.id);
  const state = stateOf(record);
  const out = !isShown(record, session.now);
  const suspended = record?.suspended?.value === true;
  const due = state && new Date(state.due);
  const when = suspended
    ? 'suspended'
    : out
      ? 'not today'
      : !due
        ? 'new'
        : due <= session.now
          ? 'due'
          : `in ${interval(session.now, due)}`;
  return (
    <li>
      <span>
        <InlineText text={card.front} flat />
      </span>
      <span class="when">{when}</span>
      {out ? (
        <button class="plain" type="button" onClick={() => void session.takeIn(card.id)}>
          Take in again<span class="unseen">: {card.front}</span>
        </button>
      ) : (
        <button class="plain" type="button" onClick={() => void session.suspend(card.id)}>
          Suspend<span class="unseen">: {card.front}</span>
        </button>
      )}
    </li>
  );
}
