/**
 * Shapes of stored values: small, because every page of a returning visitor reads the record through them (the schema
 * library that the course is written with weighs more than the record’s own code). They take and refuse what the same
 * schemas of that library do, which `tests/progress/shape.test.ts` holds.
 *
 * A shape returns the value it was given, copied as far as it looked into it, or throws a {@link Misfit} for the first place
 * that does not fit. Objects are strict.
 */
export type Shape<T> = (value: unknown, path?: Path) => T;
export type Shaped<S> = S extends Shape<infer T> ? T : never;
export type Path = readonly PropertyKey[];

/** What does not fit, where it lies, and what is wrong with it. Never shown as it is. */
export class Misfit {
  readonly path: Path;
  readonly found: unknown;
  readonly problem: string;

  constructor(path: Path, found: unknown, problem: string) {
    this.path = path;
    this.found = found;
    this.problem = problem;
  }
}

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Flat<T> = { [K in keyof T]: T[K] };
type ObjectOf<R extends Fields, O extends Fields> = Flat<
  { [K in keyof R]: Shaped<R[K]> } & { [K in keyof O]?: Shaped<O[K]> | undefined }
>;

/** A value for which `problem` finds nothing. */
const plain =
  <T>(problem: (value: unknown) => string | undefined | false): Shape<T> =>
  (value, path = []) => {
    const found = problem(value);
    if (found) throw new Misfit(path, value, found);
    return value as T;
  };

const mustBe = (type: 'string' | 'boolean') => (value: unknown) => typeof value !== type && `is no ${type}`;

export const boolean: Shape<boolean> = plain(mustBe('boolean'));

/** Finite. */
export const number: Shape<number> = plain((value) => !Number.isFinite(value) && 'is no number');

/** A whole number that is not negative. */
export const count: Shape<number> = plain(
  (value) =>
    (!Number.isFinite(value) && 'is no number') ||
    (!Number.isSafeInteger(value) && 'is no int') ||
    ((value as number) < 0 && 'is less than 0'),
);

/** A string of at most `most` UTF-16 units. */
export const text = (most: number): Shape<string> =>
  plain((value) => mustBe('string')(value) || ((value as string).length > most && `is more than ${most}`));

/** An ISO 8601 time in UTC. */
export const time: Shape<string> = plain(
  (value) =>
    mustBe('string')(value) || (!isTime(value as string) && 'is no time such as `2026-11-22T12:00:00.000Z`'),
);

function isTime(value: string): boolean {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) ? Date.parse(value) : Number.NaN;
  // A day that its month has not is taken for one of the next month, or an hour 24 for the next day.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value.slice(0, 13));
}

export const oneOf = <const T extends readonly (string | number)[]>(...values: T): Shape<T[number]> =>
  plain(
    (value) =>
      !values.includes(value as T[number]) && `is none of ${values.map((one) => `\`${one}\``).join(', ')}`,
  );

/** What one of two shapes takes; `problem` says what neither does. */
export const either =
  <A, B>(first: Shape<A>, second: Shape<B>, problem = 'does not fit'): Shape<A | B> =>
  (value, path = []) => {
    for (const shape of [first, second]) {
      try {
        return shape(value, path);
      } catch {
        // The other one may take it.
      }
    }
    throw new Misfit(path, value, problem);
  };

export const nullable =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, path) =>
    value === null ? null : shape(value, path);

/** What `shape` takes and `isRight` finds right; otherwise `problem` says what is wrong. */
export const such =
  <T>(shape: Shape<T>, isRight: (value: T) => boolean, problem: string): Shape<T> =>
  (value, path = []) => {
    const read = shape(value, path);
    if (!isRight(read)) throw new Misfit(path, value, problem);
    return read;
  };

export const array =
  <T>(shape: Shape<T>, most = Number.POSITIVE_INFINITY): Shape<T[]> =>
  (value, path = []) => {
    if (!Array.isArray(value)) throw new Misfit(path, value, 'is no array');
    if (value.length > most) throw new Misfit(path, value, `is more than ${most}`);
    return Array.from(value, (one, i) => shape(one, [...path, i]));
  };

/** An object with these fields and no others. */
export const object =
  <R extends Fields, O extends Fields = Record<never, never>>(
    required: R,
    optional: O = {} as O,
  ): Shape<ObjectOf<R, O>> =>
  (value, path = []) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Misfit(path, value, 'is no object');
    const given = value as Record<string, unknown>;
    const read: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(required)) read[name] = shape(given[name], [...path, name]);
    for (const [name, shape] of Object.entries(optional)) {
      if (given[name] !== undefined) read[name] = shape(given[name], [...path, name]);
    }
    for (const name of Object.keys(given)) {
      if (!Object.hasOwn(required, name) && !Object.hasOwn(optional, name))
        throw new Misfit(path, value, `has \`${name.slice(0, 80)}\`, which nobody knows`);
    }
    return read as ObjectOf<R, O>;
  };

/** An object whose names are data. */
export const map =
  <T>(names: Shape<string>, values: Shape<T>): Shape<Record<string, T>> =>
  (value, path = []) => {
    if (!isPlain(value)) throw new Misfit(path, value, 'is no record');
    const read: Record<string, T> = {};
    for (const [name, one] of Object.entries(value)) {
      // It would become the prototype of what is read.
      if (name === '__proto__') continue;
      const at = [...path, name];
      names(name, at);
      read[name] = values(one, at);
    }
    return read;
  };

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.hasOwn(prototype as object, 'isPrototypeOf');
}
