import { explainNotice } from '../progress/notices.ts';
import type { Progress } from '../progress/progress.ts';

const told = new WeakSet<Element>();

/** From now on says above a place, as in the bench, where the learner's record is not kept. */
export function tellNotices(progress: Progress, place: Element | null): void {
  if (!place || told.has(place)) return;
  told.add(place);
  const note = document.createElement('p');
  note.className = 'not-kept';
  note.setAttribute('role', 'status');
  place.before(note);
  progress.onNotice((notice) => {
    if (notice.kind !== 'set-aside') note.textContent = explainNotice(notice);
  });
}
