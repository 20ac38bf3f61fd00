import { Terminal } from '@xterm/xterm';
import styles from '@xterm/xterm/css/xterm.css?inline';
import type { EngineShell, ShellSize } from '../engine/engine.ts';

/** A terminal on the page. */
export interface OpenTerminal {
  readonly size: ShellSize;
  /** Shows what the shell writes and gives it what is typed; resolves when the shell has ended. */
  connect(shell: EngineShell): Promise<void>;
  close(): void;
}

const rows = 14;
let styled = false;

/** Puts a terminal into `element`. Esc calls `onLeave`: the Tab key belongs to the shell. */
export function openTerminal(element: HTMLElement, onLeave: () => void): OpenTerminal {
  if (!styled) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets.push(sheet);
    styled = true;
  }
  const look = getComputedStyle(element);
  const fontSize = Number.parseFloat(look.fontSize) || 14;
  const size = { cols: Math.max(20, Math.floor(element.clientWidth / (fontSize * 0.64))), rows };
  const terminal = new Terminal({
    cols: size.cols,
    // Its lines for screen readers get their height at the first change of size.
    rows: rows - 1,
    fontFamily: look.fontFamily,
    fontSize,
    cursorBlink: false,
    // What the shell writes is in the page as text, and is read out.
    screenReaderMode: true,
    theme: {
      background: look.backgroundColor,
      foreground: look.color,
      cursor: look.color,
      selectionBackground: '#8886',
    },
  });
  terminal.open(element);
  const sizing = requestAnimationFrame(() => terminal.resize(size.cols, size.rows));
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.key !== 'Escape') return true;
    if (event.type === 'keydown') {
      event.preventDefault();
      onLeave();
    }
    return false;
  });
  return {
    size,
    async connect(shell) {
      const typed = terminal.onData((data) => shell.write(data));
      const sized = terminal.onResize((size) => shell.resize(size));
      terminal.focus();
      const reader = shell.output.getReader();
      try {
        for (let read = await reader.read(); !read.done; read = await reader.read()) {
          terminal.write(read.value);
        }
      } finally {
        typed.dispose();
        sized.dispose();
      }
    },
    close() {
      cancelAnimationFrame(sizing);
      terminal.dispose();
    },
  };
}
