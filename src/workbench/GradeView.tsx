import type { ProjectGrade } from '../checks/grade-project.ts';
import { learnerMessages } from '../checks/learner-messages.ts';
import type { Grading } from '../course/course.ts';
import { InlineText } from './InlineText.tsx';

interface Props {
  readonly grade: ProjectGrade;
  /** What there is to reach. */
  readonly grades: Grading['grades'];
}

/** A project's grade: the sum, what it means, where the points lie, and what stands before the next grade. */
export function GradeView({ grade, grades }: Props) {
  const bySum = grades.findLast(({ from }) => grade.points >= from);
  return (
    <section class="grade" aria-label="Grade">
      <p class="grade-sum">
        <strong>{grade.title}</strong> {learnerMessages.grade.sum(grade.points, grade.of)}
      </p>
      <InlineText text={grade.means} />
      {grade.grade === undefined && bySum && (
        <InlineText text={learnerMessages.grade.sumAlone(bySum.title)} />
      )}
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
