/** Part of a line that was written in a colour or weight: `text.slice(from, to)`. */
export interface AnsiSpan {
  readonly from: number;
  readonly to: number;
  /** The eight colours of terminals and their bright twins (https://en.wikipedia.org/wiki/ANSI_escape_code#Colors). */
  readonly colour: AnsiColour | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
}

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
export type AnsiColour = (typeof colours)[number];

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character.
const escapes = /\u001b\[([0-9;?]*)([ -/]*[@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-_]/g;

interface Style {
  colour: AnsiColour | undefined;
  bold: boolean;
  dim: boolean;
}

/** A line without its escape sequences, and where its colours are. Movements of the cursor are left out. */
export function readAnsi(written: string): { text: string; spans: readonly AnsiSpan[] | undefined } {
  if (!written.includes('\u001b')) return { text: written, spans: undefined };
  const spans: AnsiSpan[] = [];
  let style: Style = { colour: undefined, bold: false, dim: false };
  let text = '';
  let at = 0;
  const take = (until: number): void => {
    const from = text.length;
    text += written.slice(at, until);
    const plain = style.colour === undefined && !style.bold && !style.dim;
    if (text.length > from && !plain) spans.push({ from, to: text.length, ...style });
  };
  for (const match of written.matchAll(escapes)) {
    take(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') style = styled(style, match[1] ?? '');
  }
  take(written.length);
  return { text, spans: spans.length > 0 ? spans : undefined };
}

function styled(before: Style, codes: string): Style {
  const style = { ...before };
  const list = codes.split(';').map(Number);
  for (let i = 0; i < list.length; i++) {
    const code = list[i] ?? 0;
    if (code === 0) Object.assign(style, { colour: undefined, bold: false, dim: false });
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 22) Object.assign(style, { bold: false, dim: false });
    else if (code >= 30 && code <= 37) style.colour = colours[code - 30];
    else if (code >= 90 && code <= 97) style.colour = code === 90 ? 'black' : colours[code - 90];
    else if (code === 39) style.colour = undefined;
    // A colour out of 256 or 16 million: `38;5;n` or `38;2;r;g;b`. The log's own palette has no such.
    else if (code === 38 || code === 48) i += list[i + 1] === 5 ? 2 : 4;
  }
  return style;
}
