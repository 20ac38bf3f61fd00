import { InlineText } from './InlineText.tsx';
import { engineNames, type OfferedEngine } from './messages.ts';
import type { Workbench } from './workbench.ts';

const kinds = Object.keys(engineNames) as readonly OfferedEngine[];

/** What the sandbox runs on. Nothing of another engine is loaded before a run on it. */
export function EngineMenu({ bench }: { readonly bench: Workbench }) {
  const { kind } = bench.engines;
  return (
    <details class="engine-menu">
      <summary>Engine: {engineNames[kind.value].name}</summary>
      <fieldset>
        <legend class="unseen">What the sandbox runs on</legend>
        {kinds.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={`${bench.id}-engine`}
              checked={kind.value === each}
              onChange={() => bench.engines.choose(each)}
            />
            <span>
              <strong>{engineNames[each].name}</strong> <InlineText flat text={engineNames[each].about} />
            </span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
