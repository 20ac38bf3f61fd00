/** A card as it is shown; texts are inline Markdown. */
export interface StockCard {
  readonly id: string;
  readonly kind: 'card' | 'myth' | 'question' | 'check';
  /** The text by which a `card` or a `myth` is met; of a question or a check, where it stands. */
  readonly text: string;
  readonly front: string;
  readonly code?: string;
  /** What a question offers, or the steps that it wants in order. */
  readonly options?: readonly string[];
  /** What is right, one line or several. */
  readonly back: readonly string[];
  readonly why?: string;
  /** Where it was taught. */
  readonly title: string;
  readonly href: string;
}
