import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TranscriptRecord } from '../checks/record-transcript.ts';
import type { CourseText, Transcript } from '../course/course.ts';

/** What `scripts/record-transcripts.mjs` writes: a record by its key, with the tag of the code that was run. */
export type RecordedTranscripts = Readonly<
  Record<string, { readonly tag: string; readonly record: TranscriptRecord }>
>;

export const transcriptsFile = join(process.cwd(), '.cache', 'transcripts.json');

export function transcriptKey(text: Pick<CourseText, 'id'>, transcript: Pick<Transcript, 'id'>): string {
  return `${text.id}/${transcript.id}`;
}

/** Changes with anything that the run depends on. */
export function transcriptTag(transcript: Transcript): string {
  return createHash('sha256').update(JSON.stringify(transcript)).digest('base64url').slice(0, 16);
}

/** What happened when the transcript was run; an error where that was not done since it last changed. */
export function recordedTranscript(text: CourseText, transcript: Transcript): TranscriptRecord {
  const found = readRecorded()[transcriptKey(text, transcript)];
  if (found?.tag !== transcriptTag(transcript)) {
    throw new Error(
      `\`${text.source}\`: the transcript \`${transcript.id}\` has not been run since it changed: \`npm run record\`.`,
    );
  }
  return found.record;
}

function readRecorded(): RecordedTranscripts {
  try {
    return JSON.parse(readFileSync(transcriptsFile, 'utf8')) as RecordedTranscripts;
  } catch {
    return {};
  }
}
