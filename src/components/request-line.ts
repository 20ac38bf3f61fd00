import type { SuggestedRequest } from '../course/course.ts';

/** Reads `GET /nope`; a path alone is a GET. */
export function parseRequestLine(line: string): SuggestedRequest {
  const [first = '/', second] = line.trim().split(/\s+/);
  const [method, path] = second === undefined ? ['GET', first] : [first, second];
  return { label: `${method} ${path}`, method, path, headers: [], body: undefined };
}
