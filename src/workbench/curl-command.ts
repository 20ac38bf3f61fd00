import type { SuggestedRequest } from '../course/course.ts';

type Asked = Pick<SuggestedRequest, 'method' | 'path' | 'headers' | 'body'>;

/** The request as a command for a terminal (https://curl.se/docs/manpage.html), which adds nothing to it but what curl always does. */
export function curlCommand({ method, path, headers, body }: Asked, port: number): string {
  const parts = ['curl -i'];
  // With `-X HEAD` it would wait for a body.
  if (method === 'HEAD') parts.push('--head');
  else if (method !== 'GET' || body !== undefined) parts.push(`-X ${method}`);
  for (const [name, value] of headers)
    parts.push(`-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`);
  if (body !== undefined) {
    // It would call any body a form.
    if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) parts.push("-H 'Content-Type:'");
    parts.push(`--data-raw ${quote(body)}`);
  }
  if (/\/\.\.?(?:\/|$)/.test(path)) parts.push('--path-as-is');
  if (/[[\]{}]/.test(path)) parts.push('--globoff');
  if (path === '*' || path.includes('#')) parts.push(`--request-target ${quote(path)}`);
  const address = `localhost:${port}${path === '*' ? '' : path}`;
  return [...parts, /^[\w:/.-]+$/.test(address) ? address : quote(address)].join(' ');
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
