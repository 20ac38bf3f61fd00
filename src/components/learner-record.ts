import type { Progress } from '../progress/progress.ts';

const databaseName = 'safety-net';

/** The name of the channel on which tabs tell each other what they have written (`src/progress/open-progress.ts`). */
export const progressChannel = 'safety-net-progress';

/** The learner's record, which is fetched when there is one to read, or something to write. */
export async function openRecord(): Promise<Progress> {
  return (await import('../progress/open-progress.ts')).openProgress();
}

/** The learner's record where this browser has one already; pages of a first visit do without it. */
export async function openRecordIfThere(): Promise<Progress | undefined> {
  return (await hasRecord()) ? openRecord() : undefined;
}

/** Whether this browser has a record; true where it cannot tell. */
async function hasRecord(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    // Where the database could not be used, what was done lies beside it.
    const left = Object.keys(localStorage).some((key) => /^safety-net\/(?:shelf|files)\//.test(key));
    return left || databases.some(({ name }) => name === databaseName);
  } catch {
    return true;
  }
}
