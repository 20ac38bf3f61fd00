import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { commandsFor, matchingCommands } from './commands.ts';
import type { Workbench } from './workbench.ts';

const shownAtOnce = 12;

interface Props {
  readonly bench: Workbench;
  readonly root: () => Element | null;
}

/** Every command, found by typing (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). */
export function CommandPalette({ bench, root }: Props) {
  return bench.view.palette.value ? <Palette bench={bench} root={root} /> : null;
}

function Palette({ bench, root }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal('');
  const at = useSignal(0);
  const all = useRef(commandsFor(bench, root() as Element));
  const found = useComputed(() => matchingCommands(all.current, typed.value));
  const id = `${bench.id}-palette`;
  // At once, not after the next frame: what is typed right after Ctrl+K belongs here.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const close = (): void => {
    bench.view.palette.value = false;
  };
  const run = (index: number): void => {
    const command = found.value[index];
    if (!command) return;
    // A closed dialog gives the focus back; the command may then take it elsewhere.
    dialog.current?.close();
    command.run();
  };
  const byKey = (event: KeyboardEvent): void => {
    const last = found.value.length - 1;
    if (event.key === 'ArrowDown') at.value = Math.min(at.value + 1, last);
    else if (event.key === 'ArrowUp') at.value = Math.max(at.value - 1, 0);
    else if (event.key === 'Enter') run(at.value);
    else return;
    event.preventDefault();
  };
  const first = Math.max(0, Math.min(at.value - shownAtOnce + 3, found.value.length - shownAtOnce));
  const shown = found.value.slice(first, first + shownAtOnce);
  return (
    <dialog ref={dialog} class="confirm palette" aria-label="Commands" onClose={close}>
      <input
        type="text"
        role="combobox"
        aria-label="Find a command"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={shown.length > 0 ? `${id}-${at.value}` : undefined}
        aria-autocomplete="list"
        autocomplete="off"
        spellcheck={false}
        placeholder="Run, stop, a request, a fault, a pane …"
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={byKey}
      />
      <div role="listbox" id={id} aria-label="Commands">
        {shown.map(({ name }, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are in the field above.
          <div
            key={name}
            id={`${id}-${first + i}`}
            role="option"
            tabIndex={-1}
            aria-selected={first + i === at.value}
            onClick={() => run(first + i)}
          >
            {name}
          </div>
        ))}
      </div>
      <p class="found" role="status">
        {found.value.length === 0 ? 'Nothing is called like that.' : `${found.value.length} found`}
      </p>
    </dialog>
  );
}
