/** Iterator kinds that can be previewed, with the brand checks of the `types` binding. */
interface Kinds {
  isMapIterator(value: unknown): boolean;
  isSetIterator(value: unknown): boolean;
  isMap(value: unknown): boolean;
  isSet(value: unknown): boolean;
}

function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

/**
 * The values that an iterator of a map or a set has yet to give.
 *
 * No browser shows them without taking them, so they are taken and given back: `next` of this one iterator replays
 * them. Entries that the collection gains after the preview are not seen by the iterator any more.
 */
function peek(iterator: Iterator<unknown>): unknown[] {
  const values: unknown[] = [];
  for (let step = iterator.next(); !step.done; step = iterator.next()) values.push(step.value);
  if (values.length > 0) {
    let position = 0;
    Object.defineProperty(iterator, 'next', {
      value: function next() {
        return position < values.length
          ? { value: values[position++], done: false }
          : { value: undefined, done: true };
      },
      writable: true,
      enumerable: false,
      configurable: true,
    });
  }
  // A later preview shows only what is left, because `next` above is what it calls.
  return [...values];
}

/**
 * `previewEntries(object, isIterator)`: keys and values in one flat list for maps, values for sets; nothing for weak
 * collections, whose content cannot be listed.
 *
 * With `isIterator`, a pair of that list and whether it holds keys and values. The kind of an iterator cannot be
 * asked for: one that gives nothing but pairs is taken for `entries()`.
 */
export function previewEntries(object: object, kinds: Kinds): [entries: unknown[], isKeyValue: boolean] {
  if (kinds.isMap(object)) return [[...(object as Map<unknown, unknown>)].flat(1), true];
  if (kinds.isSet(object)) return [[...(object as Set<unknown>)], false];
  if (!kinds.isMapIterator(object) && !kinds.isSetIterator(object)) return [[], false];
  const values = peek(object as Iterator<unknown>);
  const pairs = values.length > 0 && values.every(isPair);
  if (pairs && kinds.isSetIterator(object) && !values.every(([key, value]) => Object.is(key, value))) {
    return [values, false];
  }
  return pairs ? [values.flat(1), true] : [values, false];
}
