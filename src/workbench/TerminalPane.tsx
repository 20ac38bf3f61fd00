import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { EngineShell } from '../engine/engine.ts';
import { ExplanationBox } from './ExplanationBox.tsx';
import { InlineText } from './InlineText.tsx';
import { type Explanation, explainEngineFailure, terminalWords } from './messages.ts';
import type { Workbench } from './workbench.ts';

/** A shell of the engine on a terminal, which is fetched when this is first shown. */
export function TerminalPane({ bench }: { readonly bench: Workbench }) {
  const place = useRef<HTMLDivElement>(null);
  const state = useSignal<'starting' | 'open' | 'ended' | Explanation>('starting');
  const turn = useSignal(0);
  const { session, engines } = bench;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let left = false;
    let shell: EngineShell | undefined;
    let close: () => void = () => {};
    state.value = 'starting';
    void (async () => {
      try {
        const { openTerminal } = await import('./terminal.ts');
        if (left) return;
        const terminal = openTerminal(element, () => leave(element));
        close = terminal.close;
        shell = await session.openShell(terminal.size);
        if (left) return shell.kill();
        state.value = 'open';
        await terminal.connect(shell);
        if (!left) state.value = 'ended';
      } catch (error) {
        if (!left) state.value = explainEngineFailure(error, engines.kind.value);
      }
    })();
    return () => {
      left = true;
      shell?.kill();
      close();
    };
  }, [turn.value]);

  const now = state.value;
  return (
    <div class="shell">
      <p class="aside" role="status">
        {now === 'starting' && terminalWords.starting}
        {now === 'open' && <InlineText flat text={terminalWords.open} />}
        {now === 'ended' && terminalWords.ended}{' '}
        {now === 'ended' && (
          <button type="button" class="quiet" onClick={() => turn.value++}>
            {terminalWords.again}
          </button>
        )}
      </p>
      {typeof now === 'object' && <ExplanationBox explanation={now} />}
      <div ref={place} class="shell-place" hidden={typeof now === 'object'} />
    </div>
  );
}

/** Out of the terminal, to the tab that it belongs to. */
function leave(element: HTMLElement): void {
  const tabs = element.closest('.panes')?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  tabs?.focus();
}
