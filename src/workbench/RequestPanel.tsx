import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { CopyButton } from './CopyButton.tsx';
import { curlCommand } from './curl-command.ts';
import { ExchangeView } from './ExchangeView.tsx';
import { Icon } from './icons.tsx';
import { DraftError, parseHeaderLines, type RequestDraft, requestFromDraft } from './request-text.ts';
import { draftOf, type Workbench } from './workbench.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** How often a request goes out. */
const manners = [
  { name: 'once', times: 1, atOnce: true },
  { name: 'two at once', times: 2, atOnce: true },
  { name: '10, in a row', times: 10, atOnce: false },
  { name: '20 at once', times: 20, atOnce: true },
  { name: '100, in a row', times: 100, atOnce: false },
  { name: '1,000, in a row', times: 1000, atOnce: false },
] as const;

/** A request to write or to pick, and what came back. */
export function RequestPanel({ bench }: { readonly bench: Workbench }) {
  const problem = useSignal<DraftError | undefined>(undefined);
  const manner = useSignal(0);
  const pane = useRef<HTMLDivElement>(null);
  const exchange = bench.session.exchange.value;
  useLayoutEffect(() => showBeginning(pane.current), [exchange?.id, exchange?.kind]);
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
      void bench.session.sendMany(request, manners[manner.value] ?? manners[0]);
    } catch (error) {
      if (!(error instanceof DraftError)) throw error;
      problem.value = error;
    }
  };
  return (
    <div class="requests" id={`${bench.id}-requests`} ref={pane}>
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
          <div class="request-more">
            <label>
              Send it
              <select
                value={String(manner.value)}
                onChange={(event) => (manner.value = Number(event.currentTarget.value))}
              >
                {manners.map(({ name }, i) => (
                  <option key={name} value={String(i)}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <CopyButton label="Copy as curl" text={() => curlOf(draft, bench.session.port ?? 3000)} />
          </div>
        </details>
      </form>
      <ExchangeView
        exchange={exchange}
        listening={listening}
        onCallOff={() => bench.session.callOff(exchange?.id)}
      />
    </div>
  );
}

/** As much of what came back is seen at once, in pixels: the status, and where the body begins. */
const beginningHeight = 150;

/** Scrolls the pane no further than it takes to see where the answer begins, which a long body of the request may have pushed out. */
function showBeginning(pane: HTMLElement | null): void {
  const outcome = pane?.querySelector('.exchange');
  if (!pane || !outcome || pane.scrollHeight <= pane.clientHeight) return;
  // Where the pane is small, the answer is taller than its box.
  const end = outcome.getBoundingClientRect().top + Math.min(outcome.scrollHeight, beginningHeight);
  const hidden = end - pane.getBoundingClientRect().bottom;
  if (hidden > 0) pane.scrollTop += hidden;
}

function curlOf({ method, path, headers, body }: RequestDraft, port: number): string {
  let lines: ReturnType<typeof parseHeaderLines> = [];
  try {
    lines = parseHeaderLines(headers);
  } catch {
    // A header line that is no header is not copied either.
  }
  return curlCommand({ method, path, headers: lines, body: body === '' ? undefined : body }, port);
}
