import { useEffect, useRef } from 'preact/hooks';
import type { BenchView } from './bench-view.ts';

const keys: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl/Cmd + Enter, Ctrl/Cmd + S', 'Run, or start again'],
  ['Ctrl/Cmd + K, F1', 'All commands, found by typing'],
  ['?', 'These keys'],
  ['Escape, then Tab', 'Leave the editor'],
  ['Tab', 'Indent, once you have typed in the editor'],
  ['Ctrl/Cmd + F', 'Find in the editor'],
  ['Ctrl/Cmd + Z, Ctrl/Cmd + Shift + Z', 'Undo, and do it again'],
  ['Ctrl + Space', 'Complete what you type'],
  ['Arrow keys', 'Between tabs, in the log, and on the lines between panes'],
  ['Home, End', 'The first and last log line; a pane as small or as large as it goes'],
];

/** The keys of the bench. */
export function KeySheet({ view }: { readonly view: BenchView }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = view.keys.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={dialog}
      class="confirm key-sheet"
      aria-label="Keys"
      onClose={() => (view.keys.value = false)}
    >
      <p class="question">Keys</p>
      <dl>
        {keys.map(([name, what]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" class="answers">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
