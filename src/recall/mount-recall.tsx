import { render } from 'preact';
import type { Progress } from '../progress/progress.ts';
import { ankiFile } from './anki-file.ts';
import type { Learned } from './deck.ts';
import { RecallView } from './RecallView.tsx';
import { RecallSession } from './session.ts';
import type { StockCard } from './stock.ts';

/** Begins a sitting in the place of what the server wrote. */
export async function mountRecall(
  place: HTMLElement,
  address: string,
  progress: Progress,
  read: () => Promise<Learned>,
): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} came back with status ${response.status}`);
  const stock = (await response.json()) as StockCard[];
  const session = new RecallSession({ progress, stock, read }, await read());
  progress.onChange(() => void session.refresh());
  progress.onErase(() => void session.refresh());
  place.replaceChildren();
  render(<RecallView session={session} download={download} />, place);
}

function download(cards: readonly StockCard[]): void {
  const url = URL.createObjectURL(new Blob([ankiFile(cards, location.href)], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: 'safety-net-anki.txt' });
  link.click();
  // The download has taken hold of it by the next turn of the loop.
  setTimeout(() => URL.revokeObjectURL(url));
}
