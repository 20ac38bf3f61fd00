import type { Progress } from '../progress/progress.ts';
import { openRecord } from './learner-record.ts';

/*
 * Keeps where the learner is: the text and the mode that `<body>` names. It begins with the first thing that they do on
 * the page, so that a page that was only opened weighs nothing and counts for nothing.
 */
const { text, mode, readable } = document.body.dataset;
const deeds = ['scroll', 'keydown', 'pointerdown'] as const;
let opened: { progress: Progress; learning: typeof import('../progress/learning.ts') } | undefined;

/** The heading that is being read, as a fragment. */
function fragment(): string {
  const headings = [...document.querySelectorAll<HTMLElement>('.prose h2[id]')];
  const read = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 2);
  return read ? `#${read.id}` : '';
}

function keep(): void {
  if (!opened) return;
  const { progress, learning } = opened;
  const place = fragment();
  if (text) void learning.visitText(progress, text, place);
  if (mode) void learning.visitMode(progress, mode, `${location.pathname}${place}`);
}

async function begin(): Promise<void> {
  for (const deed of deeds) removeEventListener(deed, begin);
  const [progress, learning] = await Promise.all([openRecord(), import('../progress/learning.ts')]);
  opened = { progress, learning };
  keep();
  const end = document.querySelector('.turn');
  if (!text || readable === undefined || !end) return;
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    void learning.finishText(progress, text);
  });
  watch.observe(end);
}

if (text || mode) {
  for (const deed of deeds) addEventListener(deed, begin, { passive: true });
  // Before the record's own listeners, which lay down what is not stored yet.
  addEventListener('pagehide', keep);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keep();
  });
}
