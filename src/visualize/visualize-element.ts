/** The place of the drawing: the server's words until the drawing has come. */
class VisualizeElement extends HTMLElement {
  connectedCallback(): void {
    void this.#mount();
  }

  async #mount(): Promise<void> {
    try {
      const { mountVisualize } = await import('./mount.tsx');
      await mountVisualize(this, this.dataset['scenarios'] ?? '');
    } catch {
      this.classList.add('in-words-only');
      const state = this.querySelector('.stage-state');
      if (state) state.textContent = this.dataset['didNotLoad'] ?? '';
    }
  }
}

customElements.define('sn-visualize', VisualizeElement);
