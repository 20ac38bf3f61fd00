import { ExplanationBox } from './ExplanationBox.tsx';
import { Icon } from './icons.tsx';
import { canStop, stateFailure, stateLine } from './process-state.ts';
import { sameFiles } from './work-files.ts';
import type { Workbench } from './workbench.ts';

/** Run, Stop, and what the server is doing. */
export function ServerBar({ bench }: { readonly bench: Workbench }) {
  const state = bench.session.state.value;
  const running = canStop(state);
  const ranWith = bench.session.ranWith.value;
  const older = state.kind === 'listening' && ranWith && !sameFiles(ranWith as never, bench.work.files.value);
  const failure = stateFailure(state);
  const place = state.kind === 'exited' ? state.place : undefined;
  return (
    <div class="server">
      <div class="bench-bar">
        <button
          type="button"
          class="primary"
          onClick={() => bench.run()}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          <Icon name={running ? 'restart' : 'run'} />
          {running ? 'Restart' : 'Run'}
        </button>
        <button type="button" aria-disabled={!running} onClick={() => running && void bench.session.stop()}>
          <Icon name="stop" />
          Stop
        </button>
        <p class="state" data-state={state.kind} role="status">
          <span class="lamp" aria-hidden="true" />
          {stateLine(state)}
          {older && <span class="older"> (your older code: run again to use what you changed)</span>}
        </p>
      </div>
      {failure && (
        <ExplanationBox explanation={failure}>
          {place && (
            <button type="button" class="quiet" onClick={() => bench.show(place)}>
              Show {place.file}, line {place.line}
            </button>
          )}
        </ExplanationBox>
      )}
    </div>
  );
}
