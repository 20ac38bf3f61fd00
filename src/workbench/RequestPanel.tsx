import { useSignal } from '@preact/signals';
import { ExchangeView } from './ExchangeView.tsx';
import { Icon } from './icons.tsx';
import { DraftError, type RequestDraft, requestFromDraft } from './request-text.ts';
import { draftOf, type Workbench } from './workbench.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** A request to write or to pick, and what came back. */
export function RequestPanel({ bench }: { readonly bench: Workbench }) {
  const problem = useSignal<DraftError | undefined>(undefined);
  const draft = bench.draft.value;
  const listening = bench.session.port !== undefined;
  const edit = (change: Partial<RequestDraft>): void => {
    problem.value = undefined;
    bench.draft.value = { ...bench.draft.value, ...change };
  };
  const send = (): void => {
    try {
      const request = requestFromDraft(bench.draft.value);
      problem.value = undefined;
      void bench.session.send(request);
    } catch (error) {
      if (!(error instanceof DraftError)) throw error;
      problem.value = error;
    }
  };
  return (
    <div class="requests">
      <div class="saved">
        {bench.data.requests.map((request) => {
          const picked = draftOf(request);
          return (
            <button
              key={request.label}
              type="button"
              class="chip"
              onClick={() => {
                edit(picked);
                if (bench.session.port !== undefined) send();
              }}
            >
              {request.label}
            </button>
          );
        })}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div class="request-line">
          <label>
            <span class="unseen">Method</span>
            <select value={draft.method} onChange={(event) => edit({ method: event.currentTarget.value })}>
              {methods.map((method) => (
                <option key={method}>{method}</option>
              ))}
            </select>
          </label>
          <label class="path-field">
            <span class="unseen">Path</span>
            <input
              type="text"
              value={draft.path}
              spellcheck={false}
              autocapitalize="off"
              autocomplete="off"
              aria-invalid={problem.value?.field === 'path'}
              onInput={(event) => edit({ path: event.currentTarget.value })}
            />
          </label>
          <button type="submit" class="primary">
            <Icon name="send" />
            Send
          </button>
        </div>
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value.message}
          </p>
        )}
        <details class="more" open={draft.headers !== '' || draft.body !== ''}>
          <summary>Headers and body</summary>
          <label>
            Headers, one per line
            <textarea
              rows={2}
              spellcheck={false}
              value={draft.headers}
              placeholder="Accept: application/json"
              aria-invalid={problem.value?.field === 'headers'}
              onInput={(event) => edit({ headers: event.currentTarget.value })}
            />
          </label>
          <label>
            Body
            <textarea
              rows={3}
              spellcheck={false}
              value={draft.body}
              onInput={(event) => edit({ body: event.currentTarget.value })}
            />
          </label>
        </details>
      </form>
      <ExchangeView
        exchange={bench.session.exchange.value}
        listening={listening}
        onCallOff={() => bench.session.callOff()}
      />
    </div>
  );
}
