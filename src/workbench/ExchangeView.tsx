import { useSignal } from '@preact/signals';
import { type HttpResponse, mediaType, textFromBytes } from '../http/message.ts';
import { type BodyView, hexDump, inertPage, viewsFor } from './body-view.ts';
import { ExplanationBox } from './ExplanationBox.tsx';
import type { Exchange } from './exchange-book.ts';
import { prettyBody, requestLine, wireText } from './request-text.ts';
import { Scroller } from './Scroller.tsx';

interface Props {
  readonly exchange: Exchange | undefined;
  readonly listening: boolean;
  readonly onCallOff: () => void;
}

const viewNames: Readonly<Record<BodyView, string>> = {
  pretty: 'Pretty',
  page: 'Page',
  raw: 'Raw',
  hex: 'Hex',
};

/** What came back for a request. */
export function ExchangeView({ exchange, listening, onCallOff }: Props) {
  const wanted = useSignal<BodyView>('pretty');
  return (
    <div class="exchange">
      <p class="outcome" role="status">
        {outcome(exchange, listening)}
      </p>
      {exchange?.kind === 'waiting' && (
        <button type="button" class="quiet" onClick={onCallOff}>
          Call it off
        </button>
      )}
      {exchange?.kind === 'failed' && <ExplanationBox explanation={exchange.failure} />}
      {exchange?.kind === 'answered' && (
        <Answer response={exchange.response} wanted={wanted.value} onWant={(view) => (wanted.value = view)} />
      )}
    </div>
  );
}

interface AnswerProps {
  readonly response: HttpResponse;
  readonly wanted: BodyView;
  readonly onWant: (view: BodyView) => void;
}

function Answer({ response, wanted, onWant }: AnswerProps) {
  const views = viewsFor(response);
  const view = views.includes(wanted) ? wanted : (views[0] ?? 'raw');
  return (
    <>
      {!response.complete && (
        <p class="problem">
          Incomplete: the connection ended before the response did. What is below is all that arrived.
        </p>
      )}
      <fieldset class="choice">
        <legend class="unseen">How to show the response</legend>
        {views.map((each) => (
          <label key={each}>
            <input type="radio" checked={each === view} onChange={() => onWant(each)} /> {viewNames[each]}
          </label>
        ))}
      </fieldset>
      {view === 'page' ? (
        <iframe
          class="page"
          title="The page, inert"
          sandbox=""
          srcdoc={inertPage(textFromBytes(response.body))}
        />
      ) : (
        <Scroller class="message" label="Response">
          {view === 'raw' && <pre>{wireText(response)}</pre>}
          {view === 'hex' && <pre class="hex">{hexDump(response.body) || '(no body)'}</pre>}
          {view === 'pretty' && <Message response={response} />}
        </Scroller>
      )}
    </>
  );
}

function outcome(exchange: Exchange | undefined, listening: boolean) {
  if (!exchange)
    return listening ? 'Send a request to see its answer here.' : 'Run the server, then send it a request.';
  const line = <code>{requestLine(exchange.request)}</code>;
  if (exchange.kind === 'waiting') return <>{line} waiting for an answer …</>;
  if (exchange.kind === 'failed') return <>{line} no answer</>;
  const { status, statusText, timing, complete, headers } = exchange.response;
  return (
    <>
      {line}{' '}
      <strong class="status" data-class={Math.floor(status / 100)}>
        {status} {statusText}
      </strong>{' '}
      <span class="took">
        {[`${Math.round(timing.total)} ms`, mediaType(headers), complete ? '' : 'incomplete']
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  );
}

function Message({ response }: { readonly response: HttpResponse }) {
  return (
    <>
      <pre>{response.body.length === 0 ? '(no body)' : prettyBody(response)}</pre>
      <dl class="headers" aria-label="Headers">
        {response.headers.map(([name, value], i) => (
          <div key={i}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
