import type { ComponentChildren, RefObject } from 'preact';

interface Props {
  readonly class: string;
  readonly label: string;
  readonly children: ComponentChildren;
  readonly pane?: RefObject<HTMLDivElement>;
  readonly onScroll?: (pane: HTMLDivElement) => void;
}

/** A part that scrolls, and that keys can scroll too. No landmark: a page may have many benches. */
export function Scroller({ class: name, label, children, pane, onScroll }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
    <div
      class={name}
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must have the focus to be scrolled by keys.
      tabIndex={0}
      {...(pane ? { ref: pane } : {})}
      onScroll={(event) => onScroll?.(event.currentTarget)}
    >
      {children}
    </div>
  );
}
