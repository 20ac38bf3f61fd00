import { useEffect, useRef } from 'preact/hooks';
import { ComparePane } from './ComparePane.tsx';
import type { TextFiles } from './work-files.ts';
import type { Workbench } from './workbench.ts';

/** Code that came with a link, in the place of one's own, which stays as it is. */
export function SharedPane({ bench, files }: { readonly bench: Workbench; readonly files: TextFiles }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="bench-code" aria-label="Code from a link">
      <div class="solution-head">
        <h3 class="pane-name" ref={heading} tabIndex={-1}>
          Code from a link, to read
        </h3>
      </div>
      <div class="beside-actions">
        <p>Nothing of it runs until you press Run. Your own code is as you left it.</p>
        <button type="button" onClick={() => void bench.keepShared()}>
          Keep a copy
        </button>
        <button type="button" class="quiet" onClick={() => bench.closeShared()}>
          Back to mine
        </button>
      </div>
      <ComparePane bench={bench} id={`${bench.id}-shared`} files={files} name="Code from a link" />
    </section>
  );
}
