const key = 'safety-net-theme';
type Theme = 'light' | 'dark';

/** The button that changes between light and dark; the choice is remembered, the system's is used until there is one. */
class ThemeElement extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    if (!button) return;
    const system = matchMedia('(prefers-color-scheme: dark)');
    const label = button.querySelector('span');
    const current = (): Theme =>
      (document.documentElement.dataset['theme'] as Theme | undefined) ?? (system.matches ? 'dark' : 'light');
    const show = (): void => {
      if (label) label.textContent = current() === 'dark' ? 'Use the light theme' : 'Use the dark theme';
    };
    button.addEventListener('click', () => {
      const next: Theme = current() === 'dark' ? 'light' : 'dark';
      document.documentElement.dataset['theme'] = next;
      try {
        localStorage.setItem(key, next);
      } catch {
        // Storage is blocked: the choice holds for this page.
      }
      show();
    });
    system.addEventListener('change', show);
    button.hidden = false;
    show();
  }
}

customElements.define('sn-theme', ThemeElement);
