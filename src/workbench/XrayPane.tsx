import type { Step, Trace } from '../xray/trace.ts';
import { xrayIsFull } from './messages.ts';
import { Scroller } from './Scroller.tsx';
import type { Workbench } from './workbench.ts';

/** So many steps are listed at once: those around the one that is looked at. */
const listed = 300;

/** Switches the X-ray on, and steps through the path that a request took. */
export function XrayPane({ bench }: { readonly bench: Workbench }) {
  const { xray, session } = bench;
  const traces = xray.traces.value;
  const trace = xray.shown.value;
  const step = xray.step.value;
  const first = Math.floor((xray.at.value ?? 0) / listed) * listed;
  const go = (by: number): void => {
    xray.move(by);
    const to = xray.step.value;
    if (to) bench.open.value = to.file;
  };
  return (
    <Scroller class="xray" label="X-ray">
      <label class="xray-switch">
        <input
          type="checkbox"
          checked={xray.enabled.value}
          onChange={(event) => void bench.setXray(event.currentTarget.checked)}
        />{' '}
        Draw the path of each request through the code
      </label>
      {!xray.enabled.value && (
        <p class="empty">
          Which lines ran and how often, where an error was thrown, what caught it, and how long each{' '}
          <code>await</code> took. Switching it on restarts a running server.
        </p>
      )}
      {xray.enabled.value && !trace && (
        <p class="empty">{session.port === undefined ? 'Run the server, then send' : 'Send'} a request.</p>
      )}
      {xray.full.value && <p class="problem">{xrayIsFull}</p>}
      {trace && (
        <>
          <div class="xray-choice">
            <label>
              Request
              <select
                value={String(trace.request)}
                onChange={(event) => xray.pick(Number(event.currentTarget.value))}
              >
                {traces.map((each) => (
                  <option key={each.request} value={String(each.request)}>
                    {nameOf(each)}
                  </option>
                ))}
              </select>
            </label>
            {traces.length > 1 && (
              <label>
                beside
                <select
                  value={String(xray.compared.value ?? '')}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    xray.compared.value = value === '' ? undefined : Number(value);
                  }}
                >
                  <option value="">no other</option>
                  {traces
                    .filter(({ request }) => request !== trace.request)
                    .map((each) => (
                      <option key={each.request} value={String(each.request)}>
                        {nameOf(each)}
                      </option>
                    ))}
                </select>
              </label>
            )}
          </div>
          <div class="xray-steps">
            <button type="button" class="quiet" onClick={() => go(-1)}>
              Step back
            </button>
            <button type="button" class="quiet" onClick={() => go(1)}>
              Step on
            </button>
            <p role="status">
              {step
                ? `Step ${(xray.at.value ?? 0) + 1} of ${trace.steps.length}: ${placeOf(step)}, ${wordsFor(step)}`
                : `${trace.steps.length} steps${fateOf(trace)}`}
            </p>
          </div>
          {step && step.values.length > 0 && (
            <dl class="xray-values" aria-label="Values at this step">
              {step.values.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {trace.steps.length > listed && (
            <p class="xray-part">
              Below: steps {first + 1} to {Math.min(first + listed, trace.steps.length)}. Others are listed as
              you step to them.
            </p>
          )}
          <ol class="xray-list" start={first + 1}>
            {trace.steps.slice(first, first + listed).map((each, i) => (
              <li key={first + i} data-kind={each.kind}>
                <button
                  type="button"
                  aria-current={xray.at.value === first + i ? 'step' : undefined}
                  onClick={() => {
                    xray.at.value = first + i;
                    bench.open.value = each.file;
                  }}
                >
                  {placeOf(each)}
                </button>{' '}
                {wordsFor(each)} <span class="took">{Math.round(each.at)} ms</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Scroller>
  );
}

function nameOf({ request, method, path, status }: Trace): string {
  return `${request}. ${method} ${path} ${status ?? 'unanswered'}`;
}

function placeOf({ file, line }: Step): string {
  return `${file}:${line}`;
}

function wordsFor(step: Step): string {
  switch (step.kind) {
    case 'function':
      return `enters ${step.text}`;
    case 'throw':
      return 'throws';
    case 'caught':
      return `catches ${step.text}`;
    case 'waited':
      return `had waited ${Math.round(step.waited ?? 0)} ms`;
    case 'statement':
      return 'runs';
  }
}

function fateOf({ thrown, caught, status, took }: Trace): string {
  const place = thrown.at(-1);
  const net = caught.at(-1);
  const error =
    place && net ? `; thrown at ${place.file}:${place.line}, caught at ${net.file}:${net.line}` : '';
  const end =
    status === undefined ? '; not answered' : `; answered ${status} after ${Math.round(took ?? 0)} ms`;
  return `${error}${end}`;
}
