import { historyField } from '@codemirror/commands';
import { EditorState, type EditorStateConfig } from '@codemirror/state';

/** Longer histories are not kept: a session's storage is small. */
const most = 300_000;

/** Keeps what can be undone until the tab is closed, so that it survives a reload. */
export function keepHistory(key: string, state: EditorState): void {
  try {
    const text = JSON.stringify(state.toJSON({ history: historyField }));
    if (text.length <= most) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // Blocked or full: the text itself is kept elsewhere.
  }
}

/** The state with its history, where one was kept for just this text. */
export function stateWithHistory(key: string, text: string, config: EditorStateConfig): EditorState {
  try {
    const kept = sessionStorage.getItem(key);
    if (kept !== null) {
      const state = EditorState.fromJSON(JSON.parse(kept), config, { history: historyField });
      if (state.doc.toString() === text) return state;
    }
  } catch {
    // Not a state that this version reads: begin a new one.
  }
  return EditorState.create({ ...config, doc: text });
}
