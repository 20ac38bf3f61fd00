import { isFilePath } from '../progress/record.ts';
import type { TextFiles } from './work-files.ts';

/** The longest payload, in characters: programs that pass addresses on cut them somewhere beyond. */
export const longestPayload = 30_000;
/** What is unpacked at most, in bytes. */
const mostBytes = 400_000;
const mostFiles = 40;
const longestPath = 100;

/** Why there is no link, or why one is not opened. */
export type ShareProblem =
  | 'too-long'
  | 'not-supported'
  | 'cut'
  | 'too-large'
  | 'not-files'
  | 'too-many-files'
  | 'file-names';

export type SharedFiles =
  | { readonly ok: true; readonly files: TextFiles }
  | { readonly ok: false; readonly problem: ShareProblem };

/**
 * An address with files in its fragment, which no browser sends to a server, or why there cannot be one:
 * `#code=<place>,<payload>`. The place is that of a bench on the page (`exercise`, `challenge`, or the name of a sandbox's
 * files); the payload is the files as JSON, deflated (RFC 1951), in base64url (RFC 4648).
 */
export async function shareAddress(
  page: string,
  place: string,
  files: TextFiles,
): Promise<
  { readonly ok: true; readonly address: string } | { readonly ok: false; readonly problem: ShareProblem }
> {
  if (typeof CompressionStream === 'undefined') return { ok: false, problem: 'not-supported' };
  const stream = new Blob([JSON.stringify(files)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const payload = toBase64Url(new Uint8Array(await new Response(stream).arrayBuffer()));
  if (payload.length > longestPayload) return { ok: false, problem: 'too-long' };
  const url = new URL(page);
  url.hash = `code=${place},${payload}`;
  return { ok: true, address: url.href };
}

/** Reads the files of a fragment, which anybody may have written. Nothing is run, and nothing is kept. */
export async function readSharedFiles(fragment: string): Promise<SharedFiles> {
  const refuse = (problem: ShareProblem): SharedFiles => ({ ok: false, problem });
  if (typeof DecompressionStream === 'undefined') return refuse('not-supported');
  const payload = fragment.slice(fragment.indexOf(',') + 1);
  if (payload.length > longestPayload) return refuse('too-long');
  const bytes = fromBase64Url(payload);
  if (!bytes) return refuse('cut');
  const unpacked = await inflate(bytes);
  if (typeof unpacked === 'string') return refuse(unpacked);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unpacked));
  } catch {
    return refuse('not-files');
  }
  return checkFiles(value);
}

function checkFiles(value: unknown): SharedFiles {
  const refuse = (problem: ShareProblem): SharedFiles => ({ ok: false, problem });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('not-files');
  const entries = Object.entries(value);
  if (entries.length === 0) return refuse('not-files');
  if (entries.length > mostFiles) return refuse('too-many-files');
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string'))
    return refuse('not-files');
  const paths = entries.map(([path]) => path);
  const fits = (path: string): boolean =>
    path.length <= longestPath &&
    isFilePath(path) &&
    !/(?:^|\/)node_modules\//.test(path) &&
    !paths.some((other) => other.startsWith(`${path}/`));
  if (!paths.every(fits)) return refuse('file-names');
  return { ok: true, files: Object.fromEntries(entries) };
}

/** Unpacks, and stops where it becomes more than files of a lesson are. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | 'cut' | 'too-large'> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
      length += value.length;
      if (length > mostBytes) {
        reader.cancel().catch(() => undefined);
        return 'too-large';
      }
      parts.push(value);
    }
  } catch {
    return 'cut';
  }
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
