import { errorOf, ownFile } from './log-facts.ts';
import type { LogRow } from './log-rows.ts';
import type { SourcePlace } from './program-error.ts';
import { Scroller } from './Scroller.tsx';

interface Props {
  readonly row: Extract<LogRow, { kind: 'line' }>;
  readonly onShow: (place: SourcePlace) => void;
  readonly onClose: () => void;
}

/** A line in full: the fields of a record, the stack of its error with links into the code. */
export function LogDetail({ row: { line, facts }, onShow, onClose }: Props) {
  const { record, place } = facts;
  if (record === undefined && place === undefined && line.text.length < 60) return null;
  const error = record && errorOf(record);
  const stack = typeof error?.['stack'] === 'string' ? error['stack'] : undefined;
  return (
    <div class="log-detail">
      <button type="button" class="quiet" onClick={onClose}>
        Close
      </button>
      <Scroller class="log-detail-text" label="The line in full">
        {place && (
          <button type="button" class="quiet" onClick={() => onShow(place)}>
            Show {place.file}, line {place.line}
          </button>
        )}
        {stack && <Stack text={stack} onShow={onShow} />}
        <pre>{record ? JSON.stringify(withoutStack(record), null, 2) : line.text}</pre>
      </Scroller>
    </div>
  );
}

function Stack({ text, onShow }: { readonly text: string; readonly onShow: Props['onShow'] }) {
  return (
    <div class="stack">
      {text.split('\n').map((frame, i) => {
        const match = /\(?(?:file:\/\/)?(\/[^\s()]+):(\d+):(\d+)\)?$/.exec(frame);
        const file = match && ownFile(match[1] as string);
        if (!match || !file) return <div key={i}>{frame}</div>;
        const place = { file, line: Number(match[2]), column: Number(match[3]) };
        return (
          <div key={i}>
            <button type="button" class="frame" onClick={() => onShow(place)}>
              {frame.trim()}
            </button>
          </div>
        );
      })}
    </div>
  );
}

/** The record without the stack that stands above it. */
function withoutStack(record: Readonly<Record<string, unknown>>): unknown {
  const error = errorOf(record);
  if (!error) return record;
  const { stack: _stack, ...rest } = error;
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, value === error ? rest : value]),
  );
}
