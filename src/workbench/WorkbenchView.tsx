import { useSignal } from '@preact/signals';
import { explainNotice } from '../progress/notices.ts';
import { CheckPanel } from './CheckPanel.tsx';
import { ConfirmButton } from './ConfirmButton.tsx';
import { EditorPane } from './EditorPane.tsx';
import { EngineMenu } from './EngineMenu.tsx';
import { FaultPanel } from './FaultPanel.tsx';
import { FileTools } from './FileTools.tsx';
import { OutputPanes } from './OutputPanes.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import { ServerBar } from './ServerBar.tsx';
import { SolutionPane } from './SolutionPane.tsx';
import type { Workbench } from './workbench.ts';

/** A server to change, run, ask and have checked. */
export function WorkbenchView({ bench }: { readonly bench: Workbench }) {
  const solution = useSignal(false);
  const { exercise, open } = bench.data;
  const notice = bench.notice.value;
  return (
    <div class="bench">
      {notice && notice.kind !== 'kept-again' && <p class="notice">{explainNotice(notice)}</p>}
      <ServerBar bench={bench} />
      <FaultPanel bench={bench} />
      <div class="bench-body" data-solution={solution.value}>
        <EditorPane bench={bench} />
        <div class="bench-side" hidden={solution.value}>
          <RequestPanel bench={bench} />
          <OutputPanes bench={bench} />
        </div>
        {solution.value && exercise && (
          <SolutionPane
            id={`${bench.id}-solution`}
            files={exercise.solution}
            tabs={open}
            onClose={() => {
              solution.value = false;
            }}
          />
        )}
      </div>
      <div class="bench-foot">
        <FileTools bench={bench} />
        <EngineMenu bench={bench} />
        {bench.work.changed.value && (
          <ConfirmButton
            label="Reset the code"
            question="Put the starting code back?"
            detail="What you wrote is kept: “Undo the reset” brings it back."
            yes="Put it back"
            onYes={() => void bench.work.reset()}
          />
        )}
        {bench.work.undo.value && (
          <button type="button" class="quiet" onClick={() => void bench.work.undoReset()}>
            Undo the reset
          </button>
        )}
        {exercise && !solution.value && (
          <ConfirmButton
            label="Show a solution"
            question="See one way to do it?"
            detail="It opens beside your code, which stays as it is. A hint under a failed check may be all you need."
            yes="Show it"
            onYes={() => {
              solution.value = true;
            }}
          />
        )}
      </div>
      {exercise && bench.checker && <CheckPanel bench={bench} checker={bench.checker} unit={exercise} />}
    </div>
  );
}
