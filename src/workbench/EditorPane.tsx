import { useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { createEditor, type Editor } from './editor/create-editor.ts';
import { showXray, xrayMarks } from './editor/xray-marks.ts';
import { FileTabs } from './FileTabs.tsx';
import type { Workbench } from './workbench.ts';

/** The learner's files. */
export function EditorPane({ bench }: { readonly bench: Workbench }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const tabs = useComputed(() => {
    const all = Object.keys(bench.work.files.value).sort();
    const first = bench.data.open.filter((path) => all.includes(path));
    return [...first, ...all.filter((path) => !first.includes(path))];
  });
  useEffect(() => {
    const created = createEditor({
      parent: host.current as HTMLElement,
      label: (path) => `Editor, ${path}. Escape, then Tab, leaves it.`,
      onChange: (path, text) => bench.work.change(path, text),
      onRun: () => void bench.run(),
      readOnly: (path) => bench.data.fixed.includes(path),
      start: (path) => bench.data.starter[path] ?? '',
      packages: bench.data.packages,
      files: () => Object.keys(bench.work.files.peek()),
      extensions: xrayMarks(),
      historyKey: `safety-net/undo/${bench.data.key}`,
    });
    editor.current = created;
    return () => created.destroy();
  }, [bench]);
  useSignalEffect(() => {
    const path = bench.open.value;
    const text = bench.work.files.peek()[path] ?? '';
    queueMicrotask(() => editor.current?.open(path, text));
  });
  useSignalEffect(() => {
    if (bench.work.replaced.value === 0) return;
    for (const [path, text] of Object.entries(bench.work.files.peek())) editor.current?.replace(path, text);
  });
  useSignalEffect(() => {
    const marks = bench.xray.marksFor(bench.open.value);
    // After the file that is open now has been put into the view.
    queueMicrotask(() => editor.current && showXray(editor.current.view, marks));
  });
  useSignalEffect(() => {
    const place = bench.wanted.value;
    if (place) queueMicrotask(() => editor.current?.show(place));
  });
  useSignalEffect(() => {
    const deed = bench.deed.value;
    // On a phone, its screen has to be shown first.
    if (deed) requestAnimationFrame(() => editor.current?.perform(deed.what));
  });
  return (
    <div class="bench-code" id={`${bench.id}-code`}>
      <FileTabs files={tabs.value} open={bench.open} id={`${bench.id}-editor`} fixed={bench.data.fixed} />
      <div class="editor" ref={host} id={`${bench.id}-editor-panel`} />
    </div>
  );
}
