import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Comparison, createComparison } from './editor/create-comparison.ts';
import { FileTabs } from './FileTabs.tsx';
import type { TextFiles } from './work-files.ts';
import type { Workbench } from './workbench.ts';

interface Props {
  readonly bench: Workbench;
  readonly id: string;
  readonly files: TextFiles;
  /** What the files are, for those who do not see where they stand: `One solution`. */
  readonly name: string;
}

/** Files to read beside one's own, with what differs from them drawn in. */
export function ComparePane({ bench, id, files, name }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const comparison = useRef<Comparison | null>(null);
  const marked = useSignal(true);
  const mine = bench.work.files;
  const tabs = useComputed(() => {
    const all = [...new Set([...Object.keys(files), ...Object.keys(mine.value)])].sort();
    const first = bench.data.open.filter((path) => all.includes(path));
    return [...first, ...all.filter((path) => !first.includes(path))];
  });
  const open = useSignal(firstDifferent(tabs.peek(), files, mine.peek()));
  useEffect(() => {
    const created = createComparison({
      parent: host.current as HTMLElement,
      label: (path) => `${name}, ${path}, to read`,
    });
    comparison.current = created;
    return () => created.destroy();
  }, [name]);
  useSignalEffect(() => {
    const path = open.value;
    const own = mine.value[path] ?? '';
    const instead = marked.value ? own : undefined;
    queueMicrotask(() => comparison.current?.show(path, files[path] ?? '', instead));
  });
  const differ = tabs.value.filter((path) => (files[path] ?? '') !== (mine.value[path] ?? ''));
  return (
    <>
      <FileTabs files={tabs.value} open={open} id={id} />
      <div class="compare-bar">
        <label>
          <input
            type="checkbox"
            checked={marked.value}
            onChange={(event) => {
              marked.value = event.currentTarget.checked;
            }}
          />{' '}
          Mark what differs from yours
        </label>
        <span>{differences(differ, open.value)}</span>
      </div>
      <div class="editor" ref={host} id={`${id}-panel`} />
    </>
  );
}

const firstDifferent = (paths: readonly string[], files: TextFiles, mine: TextFiles): string =>
  paths.find((path) => (files[path] ?? '') !== (mine[path] ?? '')) ?? paths[0] ?? '';

function differences(differ: readonly string[], open: string): string {
  if (differ.length === 0) return 'The same as yours.';
  const others = differ.filter((path) => path !== open);
  if (others.length === 0) return 'Red lines are yours alone.';
  return differ.includes(open) ? `Also different: ${others.join(', ')}` : `Different: ${others.join(', ')}`;
}
