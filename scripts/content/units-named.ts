import { type Course, findUnit, type Unit } from '../../src/course/course.ts';

/** The units of these names, all of them where none is named; or a sentence about a name that means none. */
export function unitsNamed(course: Course, names: readonly string[]): readonly Unit[] | string {
  if (names.length === 0) return course.units;
  const found = names.map((name) => [name, findUnit(course, name)] as const);
  const unknown = found.find(([, unit]) => unit === undefined);
  if (unknown !== undefined) {
    const ids = course.units.map(({ id }) => `\`${id}\``).join(', ');
    return `There is no unit \`${unknown[0]}\`; there are ${ids}.`;
  }
  return found.flatMap(([, unit]) => unit ?? []);
}
