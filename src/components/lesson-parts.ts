export interface LessonPart {
  readonly slug: string;
  readonly text: string;
}

/**
 * What stands in a lesson's list of parts: its headings, and its exercise and challenge where they stand among them.
 *
 * @param source the lesson's MDX
 * @param headings its headings of the second level, in order
 */
export function lessonParts(source: string, headings: readonly LessonPart[]): LessonPart[] {
  const parts: LessonPart[] = [];
  const rest = [...headings];
  let fence = '';
  for (const line of source.split('\n')) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (mark !== undefined) fence = fence === '' ? mark : line.trim() === fence ? '' : fence;
    if (fence !== '') continue;
    const heading = /^## /.test(line) ? rest.shift() : undefined;
    if (heading) parts.push(heading);
    const exercise = /^<Exercise\b([^>]*)>/.exec(line);
    if (exercise) {
      const challenge = /\bchallenge\b/.test(exercise[1] ?? '');
      parts.push(
        challenge ? { slug: 'challenge', text: 'Challenge' } : { slug: 'exercise', text: 'Exercise' },
      );
    }
  }
  return [...parts, ...rest];
}
