import type { Progress } from '../progress/progress.ts';
import { deckIds, type Learned, type TaughtCard, todaysCards } from '../recall/deck.ts';
import type { EntryState, MapEntry } from '../recall/entry-state.ts';

interface Placed {
  readonly item: HTMLElement;
  readonly entry: MapEntry;
}

/** Tells somebody who comes back to the front page where they were, what is due today, and what is left. */
export async function showReturn(
  progress: Progress,
  learned: Learned,
  items: readonly Placed[],
  states: readonly EntryState[],
): Promise<void> {
  const place = document.querySelector<HTMLElement>('[data-return]');
  if (!place) return;
  const modes = [...(await progress.list('mode')).values()].sort((a, b) =>
    a.visited.at < b.visited.at ? 1 : -1,
  );
  const [last] = modes;
  const taught: TaughtCard[] = items.flatMap(({ entry }) =>
    entry.cards.map((id) => ({ id, text: entry.text })),
  );
  const reading = JSON.parse(place.dataset['taught'] ?? '[]') as TaughtCard[];
  const { due, fresh } = todaysCards(deckIds(learned, [...reading, ...taught]), learned.cards, new Date());
  const today = due.length + fresh.length;
  const begun = states.some(({ stage }) => stage !== 'not-started');
  if (!last && today === 0 && !begun) return;
  place.hidden = false;
  document.querySelector<HTMLElement>('[data-first-visit]')?.toggleAttribute('hidden', true);

  const go = place.querySelector<HTMLAnchorElement>('[data-go-on]');
  const where = last && addressOf(last.visited.place);
  if (go && last && where) {
    go.href = where;
    go.textContent = titleOf(where, last.id);
    go.closest<HTMLElement>('[hidden]')?.removeAttribute('hidden');
  }
  const dueText = place.querySelector<HTMLElement>('[data-due]');
  if (dueText)
    dueText.textContent =
      today === 0 ? 'Nothing is due today' : `${today} ${today === 1 ? 'card' : 'cards'} due today`;
  const left = place.querySelector<HTMLElement>('[data-left]');
  if (left) left.textContent = whatIsLeft(items, states);
}

/** An address of this site, and of nothing else, whatever lies in the storage. */
function addressOf(place: string): string | undefined {
  try {
    const url = new URL(place, location.href);
    return url.origin === location.origin ? `${url.pathname}${url.hash}` : undefined;
  } catch {
    return undefined;
  }
}

function titleOf(address: string, mode: string): string {
  const path = address.split('#')[0];
  const links = [...document.querySelectorAll<HTMLAnchorElement>('main a[href]')];
  const link = links.find((each) => each.pathname === path && !each.matches('[data-return] a'));
  const quiz = /^(.*\/)quiz\/$/.exec(path ?? '');
  const lesson = quiz && links.find((each) => each.pathname === quiz[1]);
  if (lesson) return `Quiz: ${lesson.textContent?.trim()}`;
  return link?.textContent?.trim() || mode;
}

function whatIsLeft(items: readonly Placed[], states: readonly EntryState[]): string {
  const left = new Map<string, { open: number; of: number }>();
  items.forEach(({ item }, i) => {
    const name = item.closest('section')?.querySelector('h3')?.textContent?.trim().toLowerCase() ?? '';
    const count = left.get(name) ?? { open: 0, of: 0 };
    left.set(name, { open: count.open + (states[i]?.stage === 'done' ? 0 : 1), of: count.of + 1 });
  });
  const parts = [...left]
    .filter(([, { open }]) => open > 0)
    .map(([name, { open, of }]) => (of === 1 ? `the ${name}` : `${open} of ${of} ${name}`));
  return parts.length === 0 ? 'Everything is done.' : `Left: ${parts.join(', ')}`;
}
