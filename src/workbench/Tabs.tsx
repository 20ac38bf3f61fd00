import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly names: readonly string[];
  readonly open: Signal<string>;
  readonly children: ComponentChildren;
}

/** Panes of which one is shown (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */
export function Tabs({ id, label, names, open, children }: Props) {
  const move = (event: KeyboardEvent, by: number): void => {
    const at = (names.indexOf(open.value) + by + names.length) % names.length;
    open.value = names[at] as string;
    const tabs = (event.currentTarget as HTMLElement).parentElement?.children;
    (tabs?.[at] as HTMLElement | undefined)?.focus();
  };
  return (
    <div class="panes">
      <div class="tabs" role="tablist" aria-label={label}>
        {names.map((name) => (
          <button
            key={name}
            id={`${id}-${name}-tab`}
            type="button"
            role="tab"
            aria-selected={name === open.value}
            aria-controls={`${id}-panel`}
            tabIndex={name === open.value ? 0 : -1}
            onClick={() => {
              open.value = name;
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') move(event, 1);
              if (event.key === 'ArrowLeft') move(event, -1);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="pane" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open.value}-tab`}>
        {children}
      </div>
    </div>
  );
}
