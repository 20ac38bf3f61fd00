import type { LabUnit } from './workbench-data.ts';

/** How far the steps have come for a check: `now` while those run whose outcome it judges. */
export type CheckStage = 'waiting' | 'now' | 'tried';

/** The keys under which a condition names steps (`src/course/schema/condition.ts`). */
const naming = new Set(['of', 'any-of', 'for-each', 'one-for-each', 'after', 'before', 'run', 'answers']);

/** By the id of a check, the first and the last step that it judges; one that names none is judged by all, at the end. */
export function checkSpans({ steps, checks }: Pick<LabUnit, 'steps' | 'checks'>): CheckSpans {
  const places = new Map<string, number>();
  steps.forEach((step, i) => {
    const { id, start, together = [], 'one-connection': one = [] } = step;
    for (const name of [id, start?.id, ...[...together, ...one].map((inner) => inner.id)])
      if (name !== undefined) places.set(name, i);
  });
  const end = steps.length - 1;
  return new Map(
    checks.map(({ id, expect }) => {
      const named = namesIn(expect).flatMap((name) => places.get(name) ?? []);
      return [id, named.length === 0 ? [end, end] : [Math.min(...named), Math.max(...named)]];
    }),
  );
}

export type CheckSpans = ReadonlyMap<string, readonly [from: number, until: number]>;

/** The stage of a check while the step at `index` runs. */
export function stageOf(spans: CheckSpans, check: string, index: number): CheckStage {
  const [from, until] = spans.get(check) ?? [0, 0];
  if (index > until) return 'tried';
  return index < from ? 'waiting' : 'now';
}

function namesIn(value: unknown, named = false): string[] {
  if (typeof value === 'string') return named ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => namesIn(each, named));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => namesIn(each, naming.has(key)));
}
