import { useSignal } from '@preact/signals';
import { type HttpResponse, mediaType } from '../http/message.ts';
import { ExplanationBox } from './ExplanationBox.tsx';
import { prettyBody, requestLine, wireText } from './request-text.ts';
import { Scroller } from './Scroller.tsx';
import type { Exchange } from './session.ts';

interface Props {
  readonly exchange: Exchange | undefined;
  readonly listening: boolean;
  readonly onCallOff: () => void;
}

/** What came back for the last request. */
export function ExchangeView({ exchange, listening, onCallOff }: Props) {
  const raw = useSignal(false);
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
        <>
          {!exchange.response.complete && (
            <p class="problem">
              Incomplete: the connection ended before the response did. What is below is all that arrived.
            </p>
          )}
          <fieldset class="choice">
            <legend class="unseen">How to show the response</legend>
            <label>
              <input type="radio" checked={!raw.value} onChange={() => (raw.value = false)} /> Pretty
            </label>
            <label>
              <input type="radio" checked={raw.value} onChange={() => (raw.value = true)} /> Raw
            </label>
          </fieldset>
          <Scroller class="message" label="Response">
            {raw.value ? <pre>{wireText(exchange.response)}</pre> : <Message response={exchange.response} />}
          </Scroller>
        </>
      )}
    </div>
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
