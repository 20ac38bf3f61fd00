import { hurt } from './hurt.ts';
import type { Workbench } from './workbench.ts';

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
