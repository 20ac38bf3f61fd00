import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { explainNotice } from '../progress/notices.ts';
import { BesidePane } from './BesidePane.tsx';
import { CheckPanel } from './CheckPanel.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { ConfirmButton } from './ConfirmButton.tsx';
import { EditorPane } from './EditorPane.tsx';
import { EngineMenu } from './EngineMenu.tsx';
import { FaultPanel } from './FaultPanel.tsx';
import { FileTools } from './FileTools.tsx';
import { KeySheet } from './KeySheet.tsx';
import { OutputPanes } from './OutputPanes.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import { ScreenSwitch } from './ScreenSwitch.tsx';
import { Separator } from './Separator.tsx';
import { ServerBar } from './ServerBar.tsx';
import { ShareButton } from './ShareButton.tsx';
import { SharedPane } from './SharedPane.tsx';
import { useBenchKeys } from './use-bench-keys.ts';
import { useFullPage } from './use-full-page.ts';
import type { Workbench } from './workbench.ts';

/** A server to change, run, ask and have checked. */
export function WorkbenchView({ bench }: { readonly bench: Workbench }) {
  const { view } = bench;
  const { sizes, screen, full } = view;
  const root = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useBenchKeys(bench, root);
  useFullPage(bench, root);
  useSignalEffect(() => {
    if (bench.wantsView.value === 0) return;
    // The answer first, inside of its pane.
    body.current?.querySelector('.exchange')?.scrollIntoView({ block: 'nearest' });
    body.current?.scrollIntoView({ block: 'nearest' });
  });
  const { exercise } = bench.data;
  const { beside, shared, work } = bench;
  const notice = bench.notice.value;
  return (
    <div class="bench" id={bench.id} ref={root} data-screen={screen.value} data-full={full.value}>
      {full.value && (
        // The page's own headings are out of reach then.
        <div class="unseen">
          <h1>{document.title}</h1>
          <h2>{bench.data.title}</h2>
        </div>
      )}
      {notice && notice.kind !== 'kept-again' && <p class="notice">{explainNotice(notice)}</p>}
      {work.startChanged.value && beside.value !== 'start' && (
        <p class="notice">
          The course has a newer start for this code than the one you began with. Yours is as you left it.{' '}
          <button type="button" class="quiet" data-opens="start" onClick={() => bench.openBeside('start')}>
            See what differs
          </button>
        </p>
      )}
      <ServerBar bench={bench} />
      <FaultPanel bench={bench} />
      <div
        class="bench-body"
        ref={body}
        data-solution={beside.value !== undefined}
        style={{ '--code': `${sizes.value.code}%`, '--requests': `${sizes.value.requests}%` }}
      >
        <div class="own" hidden={shared.value !== undefined}>
          <EditorPane bench={bench} />
        </div>
        {shared.value && <SharedPane bench={bench} files={shared.value} />}
        <Separator view={view} pane="code" label="Width of the code" controls={`${bench.id}-code`} />
        <div class="bench-side" hidden={beside.value !== undefined}>
          <RequestPanel bench={bench} />
          <Separator
            view={view}
            pane="requests"
            label="Height of the requests"
            controls={`${bench.id}-requests`}
          />
          <OutputPanes bench={bench} />
        </div>
        <BesidePane bench={bench} />
      </div>
      <p class="said" role="status">
        {bench.said.value}
      </p>
      <div class="bench-foot">
        {!shared.value && <FileTools bench={bench} />}
        <EngineMenu bench={bench} />
        <button
          type="button"
          class="quiet"
          aria-keyshortcuts="Control+K Meta+K F1"
          onClick={() => (view.palette.value = true)}
        >
          Commands
        </button>
        <button type="button" class="quiet" aria-keyshortcuts="?" onClick={() => (view.keys.value = true)}>
          Keys
        </button>
        {bench.work.changed.value && !shared.value && (
          <ConfirmButton
            label="Reset the code"
            question="Put the starting code back?"
            detail="What you wrote is kept: “Undo the reset” brings it back."
            yes="Put it back"
            onYes={() => void bench.work.reset()}
          />
        )}
        {bench.work.undo.value && !shared.value && (
          <button type="button" class="quiet" onClick={() => void bench.work.undoReset()}>
            Undo the reset
          </button>
        )}
        <button type="button" class="quiet" data-opens="points" onClick={() => bench.openBeside('points')}>
          Earlier states
        </button>
        <ShareButton bench={bench} />
        {exercise && beside.value !== 'solution' && (
          <ConfirmButton
            label="Show a solution"
            question="See one way to do it?"
            detail="It opens beside your code, which stays as it is. A hint under a failed check may be all you need."
            yes="Show it"
            opens="solution"
            onYes={() => bench.openBeside('solution')}
          />
        )}
      </div>
      {exercise && bench.checker && <CheckPanel bench={bench} checker={bench.checker} unit={exercise} />}
      <ScreenSwitch view={view} />
      <CommandPalette bench={bench} root={() => root.current} />
      <KeySheet view={view} />
    </div>
  );
}
