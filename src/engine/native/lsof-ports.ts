import { execFile } from 'node:child_process';
import type { ListeningPort } from './network.ts';

/** The listening ports of the process groups led by `leaders`, as `lsof` sees them (macOS has it). */
export function listeningByLsof(leaders: readonly number[]): Promise<ListeningPort[]> {
  if (leaders.length === 0) return Promise.resolve([]);
  const args = ['-nP', '-iTCP', '-sTCP:LISTEN', '-a', '-g', leaders.join(','), '-Fgn'];
  return new Promise((resolve) => {
    // It exits with 1 where it finds nothing.
    execFile('lsof', args, (_error, stdout) => resolve(parseLsof(stdout)));
  });
}

/** Reads `lsof -Fgn`: one field a line, `g` and the process group, then `n` and the address of each socket. */
export function parseLsof(text: string): ListeningPort[] {
  const found = new Map<number, ListeningPort>();
  let pid = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('g')) pid = Number(line.slice(1));
    const port = line.startsWith('n') ? Number(line.slice(line.lastIndexOf(':') + 1)) : 0;
    if (port > 0 && !found.has(port)) found.set(port, { port, pid });
  }
  return [...found.values()];
}
