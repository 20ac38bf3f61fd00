import { openRecordIfThere } from './learner-record.ts';

/** The place of the deck on its page; the deck, its schedule and its cards are fetched where there is a record. */
class RecallElement extends HTMLElement {
  connectedCallback(): void {
    void this.#begin();
  }

  async #begin(): Promise<void> {
    const progress = await openRecordIfThere();
    if (!progress) return;
    try {
      const [{ mountRecall }, { readLearned }, { tellNotices }] = await Promise.all([
        import('../recall/mount-recall.tsx'),
        import('./learned.ts'),
        import('./record-notice.ts'),
      ]);
      tellNotices(progress, this);
      await mountRecall(this, this.dataset['stock'] ?? '', progress, () => readLearned(progress));
    } catch {
      const note = document.createElement('p');
      note.setAttribute('role', 'alert');
      note.textContent = this.dataset['didNotLoad'] ?? '';
      this.prepend(note);
    }
  }
}

customElements.define('sn-recall', RecallElement);
