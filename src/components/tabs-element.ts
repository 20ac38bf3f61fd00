const chosen = 'sn-tab-chosen';
let counter = 0;

/**
 * Labelled panels, one of which shows. Choosing a label in one group chooses it in every group of the page that has it.
 * Without JavaScript the panels stand below each other with their labels.
 */
class TabsElement extends HTMLElement {
  connectedCallback(): void {
    const panels = [...this.querySelectorAll<HTMLElement>(':scope > .tab')];
    const list = document.createElement('div');
    list.className = 'tab-list';
    list.setAttribute('role', 'tablist');
    const tabs = panels.map((panel) => {
      const tab = document.createElement('button');
      panel.id = `tab-panel-${++counter}`;
      tab.id = `tab-${counter}`;
      tab.type = 'button';
      tab.textContent = panel.dataset['label'] ?? '';
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', panel.id);
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', () => {
        document.dispatchEvent(new CustomEvent(chosen, { detail: tab.textContent }));
      });
      return tab;
    });
    const show = (index: number): void => {
      for (const [i, tab] of tabs.entries()) {
        tab.setAttribute('aria-selected', String(i === index));
        tab.tabIndex = i === index ? 0 : -1;
        (panels[i] as HTMLElement).hidden = i !== index;
      }
    };
    list.addEventListener('keydown', ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step === undefined) return;
      const next = (tabs.findIndex((tab) => tab.tabIndex === 0) + step + tabs.length) % tabs.length;
      tabs[next]?.focus();
      tabs[next]?.click();
    });
    document.addEventListener(chosen, (event) => {
      const index = tabs.findIndex((tab) => tab.textContent === (event as CustomEvent<string>).detail);
      if (index >= 0) show(index);
    });
    list.append(...tabs);
    this.prepend(list);
    this.dataset['ready'] = '';
    show(0);
  }
}

customElements.define('sn-tabs', TabsElement);
