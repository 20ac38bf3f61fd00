import type { ProjectGrade } from '../checks/grade-project.ts';
import { learnerMessages } from '../checks/learner-messages.ts';
import { InlineText } from './InlineText.tsx';

/** A project's grade: the sum, what it means, where the points lie, and what stands before the next grade. */
export function GradeView({ grade }: { readonly grade: ProjectGrade }) {
  return (
    <section class="grade" aria-label="Grade">
      <p class="grade-sum">
        <strong>{grade.title}</strong> {learnerMessages.grade.sum(grade.points, grade.of)}
      </p>
      <InlineText text={grade.means} />
      <ul class="grade-parts">
        {grade.parts.map(({ part, points, of }) => (
          <li key={part}>
            <label>
              <span>
                {part}: {points} of {of}
              </span>
              <meter value={points} max={of} />
            </label>
          </li>
        ))}
      </ul>
      {grade.reasons.length > 0 && (
        <ul>
          {grade.reasons.map((reason) => (
            <li key={reason}>
              <InlineText flat text={reason} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
