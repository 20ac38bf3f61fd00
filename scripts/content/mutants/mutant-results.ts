import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Unit } from '../../../src/course/course.ts';
import { type Mutant, mutantKey } from './mutant.ts';

/** What `tests/content/mutants/<unit>.json` keeps: which mutants survived, and of what that was true. */
export interface MutantResults {
  readonly unit: string;
  /** Changes with the solution, the checks of the unit, and the way mutants are made. */
  readonly content: string;
  /** Changes with the program that checks. */
  readonly checker: string;
  readonly mutants: number;
  /** The short keys of those that no check noticed. */
  readonly survivors: readonly string[];
  /** The short keys of the others; older results do not name them. */
  readonly noticed?: readonly string[];
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Whether all mutants of a unit were tried: a run that was broken off has kept what it had. */
export function isWhole({ mutants, survivors, noticed }: MutantResults): boolean {
  return noticed === undefined || survivors.length + noticed.length >= mutants;
}

export function resultsFile(unit: Unit): string {
  return join(root, 'tests/content/mutants', `${unit.id}.json`);
}

export async function readResults(unit: Unit): Promise<MutantResults | undefined> {
  try {
    const kept = JSON.parse(await readFile(resultsFile(unit), 'utf8'));
    const noticed = kept.noticed?.split(' ').filter(Boolean);
    return { ...kept, ...(noticed === undefined ? {} : { noticed }) } as MutantResults;
  } catch {
    return undefined;
  }
}

export async function writeResults(unit: Unit, results: MutantResults): Promise<void> {
  await mkdir(dirname(resultsFile(unit)), { recursive: true });
  const text = JSON.stringify({ ...results, noticed: results.noticed?.join(' ') }, null, 2);
  await writeFile(resultsFile(unit), `${text}\n`);
}

/** A mutant's key in few letters. */
export function shortKey(mutant: Parameters<typeof mutantKey>[0]): string {
  return digest(mutantKey(mutant));
}

/** Of what a unit's results are true. Wordings are left out: they decide nothing. */
export function contentDigest(unit: Unit, mutants: readonly Mutant[]): string {
  const { run, services, values, rewrite, steps, checks, solution } = unit;
  const judged = checks.map(({ id, expect, needs }) => ({ id, expect, needs }));
  const keys = mutants.map((mutant) => shortKey(mutant));
  return digest(JSON.stringify({ run, services, values, rewrite, steps, judged, solution, keys }));
}

/** Of what program that checks. */
export function checkerDigest(): string {
  const folder = join(root, 'src/checks');
  const files = readdirSync(folder).filter((name) => name !== 'learner-messages.ts');
  return digest(
    files
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\0'),
  );
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
