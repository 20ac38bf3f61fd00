import { definePredictionElement } from '../quiz/prediction-element.ts';
import { openRecord, openRecordIfThere } from './learner-record.ts';

definePredictionElement(
  {
    async recall(question) {
      const progress = await openRecordIfThere();
      if (!progress) return undefined;
      const { firstAnswer } = await import('../progress/learning.ts');
      return firstAnswer(await progress.read('question', question));
    },
    async commit(question, answer) {
      const { commitAnswer } = await import('../progress/learning.ts');
      return commitAnswer(await openRecord(), question, { ...answer, choice: [...answer.choice] });
    },
  },
  async (address, place) => (await import('../workbench/run-for-real.ts')).runForReal(address, place),
);
