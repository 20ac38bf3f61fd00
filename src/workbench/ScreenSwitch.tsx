import type { BenchView } from './bench-view.ts';

const screens = [
  ['code', 'Code'],
  ['server', 'Server'],
] as const;

/** On a phone: which of the two screens is seen. It stands at the bottom, where the thumb is. */
export function ScreenSwitch({ view }: { readonly view: BenchView }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
    <div class="screen-switch" role="group" aria-label="Screen">
      {screens.map(([screen, name]) => (
        <button
          key={screen}
          type="button"
          aria-pressed={view.screen.value === screen}
          onClick={() => {
            view.screen.value = screen;
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
