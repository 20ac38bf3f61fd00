import { type BenchView, type PaneSizes, sizeBounds } from './bench-view.ts';

interface Props {
  readonly view: BenchView;
  readonly pane: keyof PaneSizes;
  readonly label: string;
  /** The id of the pane whose size it is. */
  readonly controls: string;
}

const step = 5;

/** A line between two panes that is moved by mouse, finger or keys (https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/). */
export function Separator({ view, pane, label, controls }: Props) {
  const upright = pane === 'code';
  const size = view.sizes.value[pane];
  const { min, max } = sizeBounds[pane];
  const byKey = (event: KeyboardEvent): void => {
    const [less, more] = upright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const to = { [less as string]: size - step, [more as string]: size + step, Home: min, End: max }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    view.resize(pane, to);
  };
  const drag = (event: PointerEvent): void => {
    const line = event.currentTarget as HTMLElement;
    if (!line.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = (line.parentElement as HTMLElement).getBoundingClientRect();
    const part = upright ? (event.clientX - left) / width : (event.clientY - top) / height;
    view.resize(pane, part * 100);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: `hr` cannot be moved.
    <div
      class="separator"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation={upright ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={byKey}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    />
  );
}
