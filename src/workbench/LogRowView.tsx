import type { AnsiSpan } from './ansi.ts';
import type { LogRow } from './log-rows.ts';

interface Props {
  readonly id: string;
  readonly row: LogRow;
  readonly selected: boolean;
  readonly onPick: () => void;
}

/** One row of the log: a line as it was written, or a JSON record in columns. */
export function LogRowView({ id, row, selected, onPick }: Props) {
  const folded = row.kind === 'folded';
  const kind = folded ? 'folded' : row.line.stream;
  const record = !folded && row.facts.record !== undefined;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys.
    <div
      id={id}
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      class={`row ${kind}${record ? ' record' : ''}`}
      data-level={folded ? undefined : row.facts.level}
      data-frame={folded ? undefined : row.facts.frame}
      onClick={onPick}
    >
      {folded ? `    … ${frames(row.lines.length)} of libraries and Node` : <Content row={row} />}
    </div>
  );
}

function Content({ row: { line, facts } }: { readonly row: Extract<LogRow, { kind: 'line' }> }) {
  const mark = line.stream === 'stderr' && <span class="unseen">stderr: </span>;
  if (facts.record === undefined) {
    return (
      <>
        {mark}
        {line.spans ? (
          <Coloured text={line.text} spans={line.spans} />
        ) : facts.frame === 'own' ? (
          <FrameLink text={line.text} />
        ) : (
          line.text || ' '
        )}
      </>
    );
  }
  return (
    <>
      {mark}
      <span class="level">{facts.level}</span> <time>{clock(line.at)}</time>{' '}
      <span class="said">{facts.message || line.text}</span>
      {facts.requestId !== undefined && <span class="request-id"> {facts.requestId}</span>}
    </>
  );
}

/** A frame of a stack that leads to its place: what is underlined begins where the words do. */
function FrameLink({ text }: { readonly text: string }) {
  const words = text.trimStart();
  return (
    <>
      {text.slice(0, text.length - words.length)}
      <span class="to-code">{words}</span>
    </>
  );
}

function Coloured({ text, spans }: { readonly text: string; readonly spans: readonly AnsiSpan[] }) {
  const parts = [];
  let at = 0;
  for (const { from, to, colour, bold, dim } of spans) {
    if (from > at) parts.push(text.slice(at, from));
    const name = [colour && `ansi-${colour}`, bold && 'bold', dim && 'dim'].filter(Boolean).join(' ');
    parts.push(
      <span key={from} class={name}>
        {text.slice(from, to)}
      </span>,
    );
    at = to;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}

function frames(count: number): string {
  return count === 1 ? '1 frame' : `${count} frames`;
}

/** `14:02:03.120` */
export function clock(at: number): string {
  const time = new Date(at);
  return `${time.toLocaleTimeString('en-GB')}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
