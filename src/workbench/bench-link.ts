import { type OutputName, outputNames } from './bench-view.ts';

/** What an address says of a bench: `?bench=challenge&file=app.mjs&request=GET+/books&mode=full,x-ray`. */
export interface BenchLink {
  /** Which bench of the page: `exercise`, `challenge`, or the name of a sandbox’s files. */
  readonly bench: string;
  readonly file: string | undefined;
  /** The label of a suggested request, or a method and a path. */
  readonly request: string | undefined;
  readonly full: boolean;
  readonly output: OutputName | undefined;
}

/** Reads the part of an address that is about a bench; `undefined` where nothing is. */
export function benchLinkFrom(address: string): BenchLink | undefined {
  const query = new URL(address).searchParams;
  const names = ['bench', 'file', 'request', 'mode'];
  if (!names.some((name) => query.has(name))) return undefined;
  const modes = (query.get('mode') ?? '').toLowerCase().split(/[,\s]+/);
  return {
    bench: query.get('bench') ?? 'exercise',
    file: query.get('file') ?? undefined,
    request: query.get('request') ?? undefined,
    full: modes.includes('full'),
    output: outputNames.find((name) => modes.includes(name.toLowerCase())),
  };
}

/** The address with what it says of a bench changed to this. */
export function withBenchLink(address: string, { bench, file, request, full, output }: BenchLink): string {
  const url = new URL(address);
  const mode = [...(full ? ['full'] : []), ...(output ? [output.toLowerCase()] : [])].join(',');
  const values = { bench: bench === 'exercise' ? '' : bench, file, request, mode };
  for (const [name, value] of Object.entries(values)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  return url.href;
}
