import { pageAddress } from './site-course.ts';

interface Turn {
  readonly href: string;
  readonly kicker: string;
  readonly title: string;
}

/** Where to go from one of several texts: to the one before, and to the next, or back to where all are listed. */
export function turnAmong<T extends { readonly id: string; readonly title: string }>(
  all: readonly T[],
  here: T,
  folder: string,
  list: { readonly path: string; readonly title: string },
): Turn[] {
  const at = all.findIndex(({ id }) => id === here.id);
  const before = all[at - 1];
  const after = all[at + 1];
  const to = (kicker: string, { id, title }: T): Turn => ({
    href: pageAddress(`${folder}${id}/`),
    kicker,
    title,
  });
  return [
    ...(before === undefined ? [] : [to('Before', before)]),
    after === undefined
      ? { href: pageAddress(list.path), kicker: 'Back', title: list.title }
      : to('Next', after),
  ];
}
