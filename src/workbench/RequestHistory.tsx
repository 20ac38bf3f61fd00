import type { Exchange, ExchangeBook } from './exchange-book.ts';
import { requestLine } from './request-text.ts';

interface Props {
  readonly book: ExchangeBook;
  readonly onUseAgain: (exchange: Exchange) => void;
}

/** The requests that were sent, the latest first; one of them is looked at. */
export function RequestHistory({ book, onUseAgain }: Props) {
  const all = book.all.value;
  if (all.length === 0) return <p class="empty">The requests that you send appear here.</p>;
  const current = book.shown.value?.id;
  const latest = all.toReversed();
  return (
    <div class="history">
      <p>
        {book.count === 1 ? '1 request' : `${book.count.toLocaleString('en-GB')} requests`} since the start
        {book.count > all.length && ` (the last ${all.length} are kept)`}
        {batchSummary(all)}
      </p>
      <ol>
        {latest.map((exchange) => (
          <li key={exchange.id}>
            <button
              type="button"
              class="past"
              aria-pressed={exchange.id === current}
              onClick={() => book.pick(exchange.id)}
            >
              <code>{requestLine(exchange.request)}</code> <span class="result-word">{result(exchange)}</span>
            </button>
            <button type="button" class="quiet" onClick={() => onUseAgain(exchange)}>
              Use again<span class="unseen"> {requestLine(exchange.request)}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** `: 18 × 200, 2 × 503` for the last batch, where it is more than one request. */
function batchSummary(all: readonly Exchange[]): string {
  const last = all.at(-1)?.batch;
  const batch = all.filter((exchange) => exchange.batch === last);
  if (batch.length < 2) return '';
  const counts = new Map<string, number>();
  for (const exchange of batch) counts.set(word(exchange), (counts.get(word(exchange)) ?? 0) + 1);
  return `; the last ${batch.length}: ${[...counts].map(([name, count]) => `${count} × ${name}`).join(', ')}`;
}

function word(exchange: Exchange): string {
  if (exchange.kind === 'answered') {
    return `${exchange.response.status}${exchange.response.complete ? '' : ', cut'}`;
  }
  if (exchange.kind === 'waiting') return 'waiting';
  return exchange.calledOff ? 'called off' : 'no answer';
}

function result(exchange: Exchange): string {
  const { since, until } = exchange;
  return until === undefined ? word(exchange) : `${word(exchange)}, ${until - since} ms`;
}
