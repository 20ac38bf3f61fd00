import { useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ExplanationBox } from '../workbench/ExplanationBox.tsx';
import { createEditor, type Editor } from '../workbench/editor/create-editor.ts';
import { showXray, type XrayMarks, xrayMarks } from '../workbench/editor/xray-marks.ts';
import { InlineText } from '../workbench/InlineText.tsx';
import { stateFailure } from '../workbench/process-state.ts';
import { Drawing } from './Drawing.tsx';
import { momentWords, notListening, running } from './messages.ts';
import type { Moment } from './moments.ts';
import type { Player } from './player.ts';
import type { Stage } from './stage.ts';

interface Props {
  readonly stage: Stage;
  readonly player: Player;
  readonly moves: boolean;
  readonly onRun: () => void;
}

/** One server: its drawing, its code, and its moments in words. */
export function StageView({ stage, player, moves, onRun }: Props) {
  const scenario = stage.scenario.value;
  const seen = useComputed(() => stage.moments.value.slice(0, player.at.value + 1));
  const { layers } = stage.told.value;
  const failure = stateFailure(stage.session.state.value);
  if (!scenario) return null;
  const several = scenario.requests.length > 1;
  const state = stage.state.value;
  const empty = stage.moments.value.length === 0;
  return (
    <section class="stage" aria-label={scenario.title}>
      <h2>{scenario.title}</h2>
      <div class="look">
        <InlineText text={scenario.look} />
      </div>
      {empty && state !== 'empty' && <p class="stage-state">{state === 'done' ? notListening : running}</p>}
      {empty && state === 'done' && failure && <ExplanationBox explanation={failure} />}
      <div class="stage-body">
        <Drawing
          layers={layers}
          moments={seen.value}
          supervised={scenario.supervised}
          stride={moves && player.playing.value ? player.stride.value : 0}
        />
        <StageEditor stage={stage} seen={() => seen.value} onRun={onRun} />
      </div>
      {!empty && (
        <details class="in-words" open>
          <summary>The same in words</summary>
          <ol>
            {stage.moments.value.map((moment, i) => (
              <li key={i} data-lane={several ? laneOf(moment, stage) : undefined}>
                <button
                  type="button"
                  aria-current={
                    i === Math.min(player.at.value, stage.moments.value.length - 1) ? 'step' : undefined
                  }
                  onClick={() => player.go(i)}
                >
                  {several && `Request ${moment.request}: `}
                  <InlineText flat text={momentWords(moment, stage.told.value)} />
                </button>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function laneOf({ request }: Moment, stage: Stage): number {
  return stage.xray.traces.value.findIndex((trace) => trace.request === request);
}

interface EditorProps {
  readonly stage: Stage;
  readonly seen: () => readonly Moment[];
  readonly onRun: () => void;
}

/** The server's code, to be changed and run again; what has run so far is marked in it. */
function StageEditor({ stage, seen, onRun }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  useEffect(() => {
    const created = createEditor({
      parent: host.current as HTMLElement,
      label: (path) => `Editor, ${path}. Escape, then Tab, leaves it.`,
      onChange: (path, text) => {
        stage.files.value = { ...stage.files.value, [path]: text };
      },
      onRun,
      packages: ['express'],
      files: () => Object.keys(stage.files.peek()),
      start: (path) => stage.scenario.peek()?.files[path] ?? '',
      extensions: xrayMarks(),
    });
    editor.current = created;
    return () => created.destroy();
  }, [stage]);
  useSignalEffect(() => {
    const files = stage.scenario.value?.files ?? {};
    const path = Object.keys(files)[0] ?? 'server.mjs';
    queueMicrotask(() => {
      editor.current?.open(path, files[path] ?? '');
      editor.current?.replace(path, files[path] ?? '');
    });
  });
  useSignalEffect(() => {
    const marks = marksOf(seen());
    queueMicrotask(() => editor.current && showXray(editor.current.view, marks));
  });
  return <div class="editor stage-editor" ref={host} />;
}

function marksOf(moments: readonly Moment[]): XrayMarks | undefined {
  const last = moments.at(-1);
  if (!last) return undefined;
  const [one, two] = [...new Set(moments.map(({ request }) => request))].sort((a, b) => a - b);
  const notes = new Map<number, { text: string; tone: 'fall' | 'held' | 'plain' }>();
  moments.forEach(({ kind, line, request, detail }, i) => {
    if (kind === 'waited' && line !== undefined)
      notes.set(line, { text: `waited ${detail} ms`, tone: 'plain' });
    if (kind === 'caught' && line !== undefined) notes.set(line, { text: 'caught here', tone: 'held' });
    if (kind !== 'falls' && kind !== 'dies' && !(kind === 'caught' && moments[i]?.net === 1)) return;
    const from = moments
      .slice(0, i)
      .findLast((moment) => moment.request === request && moment.line !== undefined)?.line;
    if (from !== undefined) notes.set(from, { text: 'fails here', tone: 'fall' });
  });
  return {
    first: countsOf(moments, one),
    second: two === undefined ? undefined : countsOf(moments, two),
    current: last.line,
    notes,
  };
}

function countsOf(moments: readonly Moment[], request: number | undefined): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { line, kind, request: own } of moments) {
    if (line === undefined || own !== request || kind === 'calls' || kind === 'waited') continue;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}
