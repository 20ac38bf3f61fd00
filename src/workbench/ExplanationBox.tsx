import type { ComponentChildren } from 'preact';
import { InlineText } from './InlineText.tsx';
import type { Explanation } from './messages.ts';

interface Props {
  readonly explanation: Explanation;
  readonly children?: ComponentChildren;
}

/** What happened, what is safe, what to do next. */
export function ExplanationBox({ explanation, children }: Props) {
  return (
    <div class="explanation">
      <p class="what">
        <InlineText flat text={explanation.what} />
      </p>
      <p>
        <InlineText flat text={`${explanation.next} ${explanation.safe}`} />
      </p>
      {explanation.reference && <p class="reference">{explanation.reference}</p>}
      {children}
    </div>
  );
}
