import { signal } from '@preact/signals';

/** The panes at the side that can be opened by name. */
export const outputNames = ['Log', 'X-ray', 'Timeline', 'Requests', 'Tracker', 'Terminal'] as const;
export type OutputName = (typeof outputNames)[number];

/** How the bench is divided, in per cent of its width and of its side’s height. */
export interface PaneSizes {
  readonly code: number;
  readonly requests: number;
}

export const sizeBounds = { code: { min: 25, max: 75 }, requests: { min: 20, max: 80 } } as const;
const initialSizes: PaneSizes = { code: 53, requests: 58 };
const key = 'safety-net/panes';

/** What of a bench is seen, and how large: not what it holds. */
export class BenchView {
  readonly output = signal<string>('Log');
  /** The exchange to which the timeline is narrowed. */
  readonly onlyExchange = signal<number | undefined>(undefined);
  /** On a phone one of the two is seen. */
  readonly screen = signal<'code' | 'server'>('code');
  readonly full = signal(false);
  readonly palette = signal(false);
  readonly keys = signal(false);
  readonly sizes = signal<PaneSizes>(readSizes());

  /** Makes a pane larger or smaller, within its bounds, and remembers it for every bench. */
  resize(pane: keyof PaneSizes, to: number): void {
    const { min, max } = sizeBounds[pane];
    this.sizes.value = { ...this.sizes.value, [pane]: Math.round(Math.min(max, Math.max(min, to))) };
    try {
      localStorage.setItem(key, JSON.stringify(this.sizes.value));
    } catch {
      // A browser that keeps nothing shows the usual sizes the next time.
    }
  }

  /** Opens a pane of the server, and its screen. */
  showOutput(name: OutputName): void {
    this.output.value = name;
    this.screen.value = 'server';
  }
}

function readSizes(): PaneSizes {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<PaneSizes>;
    const within = (pane: keyof PaneSizes): number => {
      const { min, max } = sizeBounds[pane];
      const size = kept[pane];
      return typeof size === 'number' && size >= min && size <= max ? size : initialSizes[pane];
    };
    return { code: within('code'), requests: within('requests') };
  } catch {
    return initialSizes;
  }
}
