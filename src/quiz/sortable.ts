/** Makes the rows of a list movable by two buttons each; a row says aloud where it has come to stand. */
export function makeSortable(list: HTMLElement): void {
  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[data-item]')];
  const told = list.parentElement?.querySelector<HTMLElement>('.moved');
  const nameOf = (row: HTMLElement): string => row.querySelector('.text')?.textContent?.trim() ?? '';
  const update = (): void => {
    const all = rows();
    all.forEach((row, i) => {
      const [up, down] = row.querySelectorAll<HTMLButtonElement>('.movers button');
      up?.setAttribute('aria-disabled', String(i === 0));
      down?.setAttribute('aria-disabled', String(i === all.length - 1));
      up?.setAttribute('aria-label', `Move up: ${nameOf(row)}`);
      down?.setAttribute('aria-label', `Move down: ${nameOf(row)}`);
    });
  };
  list.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('.movers button');
    const row = button?.closest<HTMLElement>('[data-item]');
    if (!button || !row) return;
    const all = rows();
    const at = all.indexOf(row);
    const to = at + (button.dataset['by'] === 'up' ? -1 : 1);
    const other = all[to];
    if (!other) return;
    if (to < at) other.before(row);
    else other.after(row);
    update();
    button.focus();
    if (told) told.textContent = `“${nameOf(row)}” is now ${to + 1} of ${all.length}.`;
  });
  update();
}
