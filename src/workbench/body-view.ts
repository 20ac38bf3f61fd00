import { type HttpResponse, mediaType } from '../http/message.ts';

/** The ways in which a response can be looked at. */
export const bodyViews = ['pretty', 'page', 'raw', 'hex'] as const;
export type BodyView = (typeof bodyViews)[number];

/** The views that make sense for a response, the first by itself: a page only where it is one, bytes first where it is no text. */
export function viewsFor(response: HttpResponse): readonly BodyView[] {
  if (!isText(response.body)) return ['hex', 'raw'];
  const html = mediaType(response.headers) === 'text/html' && response.body.length > 0;
  return bodyViews.filter((view) => view !== 'page' || html);
}

/** Whether bytes are UTF-8, without the controls that no text has. */
function isText(body: Uint8Array): boolean {
  const beginning = body.subarray(0, 4096);
  try {
    // Where it is cut, a character may be too.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return !/[\0-\x08\x0e-\x1a]/.test(text);
  } catch {
    return false;
  }
}

/** The page for an `<iframe sandbox srcdoc>`: whatever it asks for, nothing is loaded and nothing runs. */
export function inertPage(html: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="color-scheme" content="light">${html}`;
}

const perLine = 16;
const mostBytes = 16 * 1024;

/** Offset, bytes and printable characters, sixteen a line, as `hexdump -C` writes them. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, mostBytes); at += perLine) {
    const part = bytes.subarray(at, at + perLine);
    const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = Array.from(part, (byte) =>
      byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.',
    ).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(perLine * 3 - 1)}  ${text}`);
  }
  if (bytes.length > mostBytes) lines.push(`… ${bytes.length - mostBytes} more bytes`);
  return lines.join('\n');
}
