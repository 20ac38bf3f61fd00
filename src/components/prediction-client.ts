import { definePredictionElement } from '../quiz/prediction-element.ts';

const databaseName = 'safety-net';

/** The learner's record is fetched when there is one to read, or something to write. */
const openRecord = async () => (await import('../progress/open-progress.ts')).openProgress();

/** Whether this browser has a record; true where it cannot tell. */
async function hasRecord(): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.some(({ name }) => name === databaseName);
  } catch {
    return true;
  }
}

definePredictionElement({
  async recall(question) {
    if (!(await hasRecord())) return undefined;
    return (await (await openRecord()).read('prediction', question))?.choice;
  },
  async commit(question, choice) {
    const record = {
      version: 1 as const,
      question,
      choice: [...choice],
      committedAt: new Date().toISOString(),
    };
    return (await (await openRecord()).writeOnce('prediction', question, record)).choice;
  },
});
