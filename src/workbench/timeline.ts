import { signal } from '@preact/signals';
import type { Cause } from './log-buffer.ts';

/** Something that happened beside requests and log lines. `at` is `Date.now()`. */
export interface TimelineEvent {
  readonly id: number;
  readonly kind: 'process' | 'fault' | 'upstream';
  readonly text: string;
  readonly at: number;
  readonly cause: Cause;
}

const most = 2000;

/** What happened to the program since it was run: its starts and ends, faults, and calls to its upstreams. */
export class Timeline {
  readonly events = signal<readonly TimelineEvent[]>([]);
  #nextId = 1;

  add(event: Omit<TimelineEvent, 'id'>): void {
    this.events.value = [...this.events.value.slice(-most), { ...event, id: this.#nextId++ }];
  }

  clear(): void {
    this.events.value = [];
  }
}
