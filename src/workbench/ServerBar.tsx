import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { EngineState, isEngineTrouble } from './EngineState.tsx';
import { ExplanationBox } from './ExplanationBox.tsx';
import { Icon } from './icons.tsx';
import { canStop, stateFailure, stateLine } from './process-state.ts';
import { sameFiles } from './work-files.ts';
import type { Workbench } from './workbench.ts';

/** Run, Stop, and what the server is doing. */
export function ServerBar({ bench }: { readonly bench: Workbench }) {
  const { session } = bench;
  const state = session.state.value;
  const running = canStop(state);
  const ranWith = session.ranWith.value;
  const older = state.kind === 'listening' && ranWith && !sameFiles(ranWith as never, bench.filesToRun.value);
  const failure = stateFailure(state);
  const place = state.kind === 'exited' ? state.place : undefined;
  return (
    <div class="server">
      <div class="bench-bar">
        <button
          type="button"
          class="primary"
          onClick={() => void bench.run()}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          <Icon name={running ? 'restart' : 'run'} />
          {running ? 'Restart' : 'Run'}
        </button>
        <button type="button" aria-disabled={!running} onClick={() => running && void session.stop()}>
          <Icon name="stop" />
          Stop
        </button>
        <div class="state-place">
          <p class="state" data-state={state.kind} role="status">
            <span class="lamp" aria-hidden="true" />
            {stateLine(state)}
            {older && <span class="older"> (your older code: run again to use what you changed)</span>}
          </p>
          {state.kind === 'listening' && <Uptime since={state.since} />}
        </div>
        <label class="supervise">
          <input
            type="checkbox"
            checked={session.supervisor.enabled.value}
            onChange={(event) => {
              session.supervisor.enabled.value = event.currentTarget.checked;
            }}
          />{' '}
          Restart after a crash
          {session.supervisor.restarts.value > 0 && ` (${session.supervisor.restarts.value} so far)`}
        </label>
        <button type="button" class="quiet" onClick={() => bench.setFull(!bench.view.full.value)}>
          {bench.view.full.value ? 'Back to the text' : 'Full page'}
        </button>
      </div>
      <EngineState bench={bench} />
      {failure && !isEngineTrouble(bench) && (
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

/** For how long the server has been listening. It changes every second, so it is not announced. */
function Uptime({ since }: { readonly since: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    now.value = Date.now();
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1000);
    return () => clearInterval(timer);
  }, [since]);
  return <span class="uptime">{duration(now.value - since)}</span>;
}

function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
