import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { createEditor, type Editor } from './editor/create-editor.ts';
import { FileTabs } from './FileTabs.tsx';
import type { TextFiles } from './work-files.ts';

interface Props {
  readonly id: string;
  readonly files: TextFiles;
  readonly tabs: readonly string[];
  readonly onClose: () => void;
}

/** One way to solve the exercise, to be read beside one's own. */
export function SolutionPane({ id, files, tabs, onClose }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const open = useSignal(tabs[0] ?? '');
  const name = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const created = createEditor({
      parent: host.current as HTMLElement,
      readOnly: () => true,
      label: (path) => `One solution, ${path}, to read`,
    });
    editor.current = created;
    name.current?.focus();
    return () => created.destroy();
  }, []);
  useSignalEffect(() => {
    const path = open.value;
    queueMicrotask(() => editor.current?.open(path, files[path] ?? ''));
  });
  return (
    <div class="solution">
      <div class="solution-head">
        <h3 class="pane-name" ref={name} tabIndex={-1}>
          One solution
        </h3>
        <button type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      </div>
      <FileTabs files={tabs} open={open} id={id} />
      <div class="editor" ref={host} id={`${id}-panel`} />
    </div>
  );
}
