/** A promise about a share of good answers, and the rules that watch over it (Google's SRE Workbook, chapter 5). */
export const objective = { share: 0.999, days: 30 } as const;

/** Fires while the failures of both windows are more than `rate` times what the objective allows. Minutes. */
export interface BurnRule {
  readonly rate: number;
  readonly long: number;
  readonly short: number;
  readonly reaction: 'wake somebody' | 'a ticket';
}

export const burnRules: readonly BurnRule[] = [
  { rate: 14.4, long: 60, short: 5, reaction: 'wake somebody' },
  { rate: 6, long: 6 * 60, short: 30, reaction: 'wake somebody' },
  { rate: 1, long: 3 * 24 * 60, short: 6 * 60, reaction: 'a ticket' },
];

/** Minutes in which everything may fail. */
export function budgetMinutes({ share, days }: typeof objective): number {
  return (1 - share) * days * 24 * 60;
}

/** What a rule comes to: the share of failures it fires at, the part of the budget gone by then, days until all is gone. */
export function burnArithmetic({ rate, long }: BurnRule, { share, days }: typeof objective) {
  return {
    threshold: rate * (1 - share),
    spent: (rate * long) / (days * 24 * 60),
    daysLeft: days / rate,
  };
}

/** `90` is `1.5 h`; minutes, hours or days, whichever reads best. */
export function span(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${minutes / 60} h` : `${minutes / 60 / 24} days`;
}
