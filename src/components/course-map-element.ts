import type { EntryState, MapEntry } from '../recall/entry-state.ts';
import { openRecordIfThere, progressChannel } from './learner-record.ts';

/**
 * Shows on the course map, and on the front page above it, how far the learner has come; at once also when another tab
 * changes it. Without a record it leaves everything as the server wrote it.
 */
class CourseMapElement extends HTMLElement {
  connectedCallback(): void {
    void this.#begin();
  }

  async #begin(): Promise<void> {
    const progress = await openRecordIfThere();
    if (!progress) {
      // Another tab may be the first to write something.
      const channel = new BroadcastChannel(progressChannel);
      channel.addEventListener('message', () => {
        channel.close();
        void this.#begin();
      });
      return;
    }
    const [{ readLearned }, { entryState, stateInWords }, { showReturn }] = await Promise.all([
      import('./learned.ts'),
      import('../recall/entry-state.ts'),
      import('./return-client.ts'),
    ]);
    const items = [...this.querySelectorAll<HTMLElement>('[data-entry]')].map((item) => ({
      item,
      entry: JSON.parse(item.dataset['entry'] ?? '{}') as MapEntry,
    }));
    const show = async (): Promise<void> => {
      const learned = await readLearned(progress);
      const now = new Date();
      const states: EntryState[] = [];
      for (const { item, entry } of items) {
        const state = entryState(entry, learned, now);
        states.push(state);
        item.dataset['stage'] = state.stage;
        const place = item.querySelector<HTMLElement>('.state');
        const words = stateInWords(entry, state);
        if (place) place.textContent = words === '' ? (place.dataset['time'] ?? '') : words;
      }
      await showReturn(progress, learned, items, states);
    };
    // Changes come in bursts: the next look waits for the one under way, and one look answers for all of them.
    let looking: Promise<void> | undefined;
    let again = false;
    const look = (): void => {
      if (looking) again = true;
      else
        looking = show().finally(() => {
          looking = undefined;
          if (again) {
            again = false;
            look();
          }
        });
    };
    progress.onChange(look);
    progress.onErase(look);
    addEventListener('pageshow', look);
    look();
  }
}

customElements.define('sn-course-map', CourseMapElement);
