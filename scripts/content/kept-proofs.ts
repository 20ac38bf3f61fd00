import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedPackages } from '../../src/engine/shipped-packages.ts';
import type { EngineName } from './open-any-engine.ts';
import type { Proof } from './proofs.ts';

/** That a proof was made: of what content, by what program, how often, and how often it failed although it mostly did not. */
export interface KeptProof {
  /** Changes with all that the proof is about. */
  readonly content: string;
  /** Changes with the engine and with the program that checks. */
  readonly machine: string;
  readonly runs: number;
  readonly flakes: number;
}

/** `tests/content/proofs/<unit>.json`: what was proven of a unit, by engine, then by kind and name of the proof. */
export type KeptProofs = Readonly<Partial<Record<EngineName, Readonly<Record<string, KeptProof>>>>>;

const root = fileURLToPath(new URL('../..', import.meta.url));

function fileOf(unit: string): string {
  return join(root, 'tests/content/proofs', `${unit}.json`);
}

export function readKeptProofs(unit: string): KeptProofs {
  try {
    return JSON.parse(readFileSync(fileOf(unit), 'utf8')) as KeptProofs;
  } catch {
    return {};
  }
}

/** Writes what is kept of one proof, or that nothing is; entries stay in alphabetical order. */
export function updateKeptProofs(
  unit: string,
  engine: EngineName,
  key: string,
  kept: KeptProof | undefined,
): void {
  const all = readKeptProofs(unit);
  const entries = { ...all[engine], [key]: kept };
  const sorted = Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
  mkdirSync(dirname(fileOf(unit)), { recursive: true });
  writeFileSync(fileOf(unit), asText({ ...all, [engine]: Object.fromEntries(sorted) }));
}

/** JSON with one line for each proof. */
function asText(kept: KeptProofs): string {
  const engines = Object.entries(kept).map(([engine, proofs]) => {
    const lines = Object.entries(proofs).map(([key, proof]) =>
      proof === undefined ? [] : [`    ${JSON.stringify(key)}: ${JSON.stringify(proof)}`],
    );
    return `  ${JSON.stringify(engine)}: {\n${lines.flat().join(',\n')}\n  }`;
  });
  return `{\n${engines.join(',\n')}\n}\n`;
}

/** The name of a proof inside its unit. */
export function proofKey({ kind, name }: Pick<Proof, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** Of what content a proof speaks. */
export function contentOf({ subject, packages }: Pick<Proof, 'subject' | 'packages'>): string {
  const bytes = (_: string, value: unknown): unknown =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
  return digest(JSON.stringify({ subject, packages }, bytes));
}

/**
 * Of what program and engine a proof is true. The browser is not part of it, nor is what decides nothing: wordings.
 * The page's engine must be packed.
 */
export function machineOf(engine: EngineName): string {
  const folders = ['src/checks', 'src/http', 'src/files', `src/engine/${engine}`];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name !== 'learner-messages.ts')
      .sort()
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  sources.push(readFileSync(join(root, 'scripts/content/proofs.ts'), 'utf8'));
  const runsOn =
    engine === 'embedded'
      ? readFileSync(join(root, 'public/_engine/manifest.json'), 'utf8')
      : `${process.version} ${packageVersions()}`;
  return digest([...sources, runsOn].join('\0'));
}

function packageVersions(): string {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  return shippedPackages.map((name) => `${name}@${lock.packages[`node_modules/${name}`]?.version}`).join(' ');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
