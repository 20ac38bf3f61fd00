import { defineQuizElement } from '../quiz/quiz-element.ts';
import { openRecord, openRecordIfThere } from './learner-record.ts';

defineQuizElement({
  async recall(questions) {
    const outcomes = new Map<string, boolean>();
    const progress = await openRecordIfThere();
    if (!progress) return outcomes;
    const { isMissed } = await import('../progress/learning.ts');
    const prefix = questions[0]?.replace(/[^/]*$/, '') ?? '';
    for (const [id, record] of await progress.list('question', prefix))
      if (questions.includes(id)) outcomes.set(id, !isMissed(record));
    return outcomes;
  },
  async keep(question, { choice, right }) {
    const [{ answerQuestion }, { tellNotices }] = await Promise.all([
      import('../progress/learning.ts'),
      import('./record-notice.ts'),
    ]);
    const progress = await openRecord();
    tellNotices(progress, document.querySelector('sn-quiz'));
    await answerQuestion(progress, question, { choice: [...choice], right });
  },
});
