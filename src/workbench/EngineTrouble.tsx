import { containerHosts } from '../engine/container-hosts.ts';
import { ExplanationBox } from './ExplanationBox.tsx';
import type { Explanation } from './messages.ts';
import type { Workbench } from './workbench.ts';

/** Failures that an administrator of the network can end. */
const aboutNetwork = new Set(['ERR_ENGINE_UNREACHABLE', 'ERR_ENGINE_FRAME_BLOCKED', 'ERR_ENGINE_TIMEOUT']);

interface Props {
  readonly bench: Workbench;
  readonly failure: Explanation;
  readonly onTryAgain?: () => void;
  /** Called when the built-in engine has been chosen. */
  readonly onBuiltIn: () => void;
}

/** What is wrong with an engine that is not the built-in one, and the ways on. */
export function EngineTrouble({ bench, failure, onTryAgain, onBuiltIn }: Props) {
  return (
    <ExplanationBox explanation={failure}>
      {aboutNetwork.has(failure.reference ?? '') && (
        <details class="hosts">
          <summary>Hosts to allow, for a network’s administrator</summary>
          <ul>
            {containerHosts.map((host) => (
              <li key={host}>
                <code>{host}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p class="answers">
        {onTryAgain && (
          <button type="button" onClick={onTryAgain}>
            Try again
          </button>
        )}
        <button
          type="button"
          class="primary"
          onClick={() => {
            bench.engines.choose('embedded');
            onBuiltIn();
          }}
        >
          Use the built-in engine
        </button>
      </p>
    </ExplanationBox>
  );
}
