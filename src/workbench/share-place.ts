const prefix = '#code=';

/** For which place of the page an address's fragment has code; `undefined` where it has none. */
export function sharedPlace(fragment: string): string | undefined {
  return fragment.startsWith(prefix) ? fragment.slice(prefix.length).split(',', 1)[0] : undefined;
}
