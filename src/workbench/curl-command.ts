import type { SuggestedRequest } from '../course/course.ts';

type Asked = Pick<SuggestedRequest, 'method' | 'path' | 'headers' | 'body'>;

/** The request as a command for a terminal. */
export function curlCommand({ method, path, headers, body }: Asked, port: number): string {
  const parts = ['curl -i'];
  if (method !== 'GET') parts.push(`-X ${method}`);
  for (const [name, value] of headers) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  if (body !== undefined) parts.push(`-d ${quote(body)}`);
  const address = `localhost:${port}${path}`;
  return [...parts, /^[\w:/.-]+$/.test(address) ? address : quote(address)].join(' ');
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
