/**
 * Runs the code of every `<Transcript>` on real Node and keeps what happened in `.cache/transcripts.json`, which the
 * pages show. What has not changed since is not run again; `--all` runs everything.
 */
import { onNode24 } from './node-24.mjs';

if (onNode24(import.meta.url)) {
  const { recordTranscripts } = await import('./transcripts/record-transcripts.ts');
  process.exitCode = await recordTranscripts({ all: process.argv.includes('--all') });
}
