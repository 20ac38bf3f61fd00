import type { Progress } from '../progress/progress.ts';
import type { Learned } from '../recall/deck.ts';

/** All of the record that says how far somebody has come. */
export async function readLearned(progress: Progress): Promise<Learned> {
  const [texts, questions, checks, cards] = await Promise.all([
    progress.list('text'),
    progress.list('question'),
    progress.list('checks'),
    progress.list('card'),
  ]);
  return { texts, questions, checks, cards };
}
