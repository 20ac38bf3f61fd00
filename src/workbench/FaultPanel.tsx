import type { Harm } from './faults.ts';
import { requestFromDraft } from './request-text.ts';
import type { Workbench } from './workbench.ts';

/** How long a client that hangs up has waited, in milliseconds. */
const patience = 60;

/** Buttons that hurt the server: faults of its upstreams, bad clients, signals, a bad start. */
export function FaultPanel({ bench }: { readonly bench: Workbench }) {
  const { session } = bench;
  const { list, faults } = session.services;
  const running = session.port !== undefined;
  return (
    <details class="faults">
      <summary>
        Faults{' '}
        <span class="active">
          {Object.entries(faults.value)
            .map(([id, fault]) => `${id}: ${fault}`)
            .join(', ')}
        </span>
      </summary>
      <div class="fault-list">
        {list.map(({ id, title, faults: known }) => (
          <label key={id}>
            {title}
            <select
              value={faults.value[id] ?? 'off'}
              disabled={!running}
              onChange={(event) => void session.fault(id, event.currentTarget.value)}
            >
              <option value="off">works</option>
              {Object.keys(known)
                .filter((name) => name !== 'off')
                .map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
            </select>
          </label>
        ))}
        {bench.harms.map((harm) => (
          <button
            key={harm.label}
            type="button"
            class="quiet"
            aria-disabled={!running && harm.kind !== 'start'}
            onClick={() => void hurt(bench, harm)}
          >
            {harm.label}
          </button>
        ))}
      </div>
    </details>
  );
}

async function hurt(bench: Workbench, harm: Harm): Promise<void> {
  const { session, draft } = bench;
  if (harm.kind === 'start') {
    await bench.run(harm.options);
    if (harm.afterwards === undefined || session.port === undefined) return;
  } else if (session.port === undefined) return;
  session.timeline.add({ kind: 'fault', text: harm.label, at: Date.now() });
  if (harm.kind === 'start') session.signal(harm.afterwards as NonNullable<typeof harm.afterwards>);
  else if (harm.kind === 'signal') session.signal(harm.signal);
  else if (harm.kind === 'request') await session.send(harm.request);
  else await session.sendAndHangUp(requestFromDraft(draft.value), patience);
}
