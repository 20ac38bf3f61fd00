import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ComparePane } from './ComparePane.tsx';
import { RestorePointsPane } from './RestorePointsPane.tsx';
import type { Beside, Workbench } from './workbench.ts';

/** What stands beside one's code, where something does. */
export function BesidePane({ bench }: { readonly bench: Workbench }) {
  const { beside, data, work } = bench;
  const close = (): void => bench.closeBeside();
  switch (beside.value) {
    case undefined:
      return null;
    case 'solution': {
      const files = data.exercise?.solution;
      if (!files) return null;
      return (
        <BesideFrame what="solution" name="One solution" onClose={close}>
          <div class="beside-actions">
            <button
              type="button"
              onClick={() => void bench.take(files, 'solution', 'The solution is in the editor.')}
            >
              Use this code
            </button>
            <p>Yours is kept among the earlier states.</p>
          </div>
          <ComparePane bench={bench} id={`${bench.id}-beside`} files={files} name="One solution" />
        </BesideFrame>
      );
    }
    case 'start':
      return (
        <BesideFrame what="start" name="The new start" onClose={close}>
          <div class="beside-actions">
            <button
              type="button"
              onClick={() => void bench.take(work.starter, 'start', 'The new start is in the editor.')}
            >
              Begin from it
            </button>
            <button type="button" class="quiet" onClick={() => void work.acceptStart().then(close)}>
              Go on with mine
            </button>
          </div>
          <ComparePane bench={bench} id={`${bench.id}-beside`} files={work.starter} name="The new start" />
        </BesideFrame>
      );
    case 'points':
      return (
        <BesideFrame what="points" name="Earlier states" onClose={close}>
          <RestorePointsPane bench={bench} />
        </BesideFrame>
      );
  }
}

interface Props {
  readonly what: Beside;
  readonly name: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

function BesideFrame({ what, name, onClose, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Each has its own name, and is told when it takes the place of another.
  useEffect(() => heading.current?.focus(), [what]);
  return (
    <section class="solution" aria-label={name} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div class="solution-head">
        <h3 class="pane-name" ref={heading} tabIndex={-1}>
          {name}
        </h3>
        <button type="button" class="quiet" onClick={onClose}>
          Close
        </button>
      </div>
      {children}
    </section>
  );
}
