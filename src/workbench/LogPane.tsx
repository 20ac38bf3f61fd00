import { useLayoutEffect, useRef } from 'preact/hooks';
import { Scroller } from './Scroller.tsx';
import type { Session } from './session.ts';

const shown = 400;

/** What the program wrote, the last lines of it; it follows the end unless the learner scrolled up. */
export function LogPane({ session }: { readonly session: Session }) {
  const pane = useRef<HTMLDivElement>(null);
  const follow = useRef(true);
  const version = session.logVersion.value;
  const { lines, dropped } = session.log;
  const earlier = dropped + Math.max(0, lines.length - shown);
  useLayoutEffect(() => {
    const element = pane.current;
    if (element && follow.current) element.scrollTop = element.scrollHeight;
  }, [version]);
  return (
    <div class="log">
      <h3 class="pane-name">Log</h3>
      <Scroller
        class="log-lines"
        label="What the program wrote"
        pane={pane}
        onScroll={({ scrollTop, scrollHeight, clientHeight }) => {
          follow.current = scrollTop + clientHeight >= scrollHeight - 8;
        }}
      >
        {lines.length === 0 && <p class="empty">What the program writes appears here, as it writes it.</p>}
        {earlier > 0 && <p class="empty">{earlier.toLocaleString('en-GB')} earlier lines are not shown.</p>}
        {lines.slice(-shown).map(({ id, stream, text }) => (
          <div key={id} class={`line ${stream}`}>
            {stream === 'stderr' && <span class="unseen">stderr: </span>}
            {text === '' ? ' ' : text}
          </div>
        ))}
      </Scroller>
    </div>
  );
}
