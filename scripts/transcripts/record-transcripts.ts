import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordTranscript } from '../../src/checks/record-transcript.ts';
import {
  type RecordedTranscripts,
  transcriptKey,
  transcriptsFile,
  transcriptTag,
} from '../../src/components/recorded-transcripts.ts';
import { AuthorErrors } from '../../src/course/author-error.ts';
import { textsOf } from '../../src/course/course.ts';
import { loadCourse } from '../../src/course/load-course.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import { readFolder } from '../../src/engine/native/read-folder.ts';

const content = fileURLToPath(new URL('../../content', import.meta.url));
const limit = 60_000;

/** Brings `.cache/transcripts.json` up to date; resolves to an exit code. */
export async function recordTranscripts({ all = false } = {}): Promise<number> {
  const before = all ? {} : await readRecorded();
  const after: Record<string, RecordedTranscripts[string]> = {};
  let ran = 0;
  let failed = 0;
  try {
    const course = loadCourse(await readFolder(content));
    for (const text of textsOf(course)) {
      for (const transcript of text.transcripts) {
        const key = transcriptKey(text, transcript);
        const tag = transcriptTag(transcript);
        const kept = before[key];
        if (kept?.tag === tag) {
          after[key] = kept;
          continue;
        }
        ran++;
        const engine = await NativeEngine.boot();
        try {
          after[key] = {
            tag,
            record: await recordTranscript(engine, transcript, AbortSignal.timeout(limit)),
          };
        } catch (error) {
          failed++;
          console.error(`${text.source}: ${error instanceof Error ? error.message : String(error)}`);
        } finally {
          await engine.teardown();
        }
      }
    }
  } catch (error) {
    if (!(error instanceof AuthorErrors)) throw error;
    console.error(error.message);
    return 1;
  }
  await mkdir(dirname(transcriptsFile), { recursive: true });
  // Renamed into place: a build that reads it meanwhile sees the old or the new file, never half of one.
  await writeFile(`${transcriptsFile}.new`, JSON.stringify(after));
  await rename(`${transcriptsFile}.new`, transcriptsFile);
  console.log(
    `${Object.keys(after).length} transcripts, ${ran} of them run now${failed > 0 ? `, ${failed} failed` : ''}.`,
  );
  return failed > 0 ? 1 : 0;
}

async function readRecorded(): Promise<RecordedTranscripts> {
  try {
    return JSON.parse(await readFile(transcriptsFile, 'utf8')) as RecordedTranscripts;
  } catch {
    return {};
  }
}
