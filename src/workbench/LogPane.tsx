import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Belongings } from './belonging.ts';
import { LogDetail } from './LogDetail.tsx';
import { LogRowView } from './LogRowView.tsx';
import type { LogLine } from './log-buffer.ts';
import { type LogLevel, logLevels } from './log-levels.ts';
import { type LogFilter, LogRows, noFilter } from './log-rows.ts';
import type { Workbench } from './workbench.ts';

/** Rows that are drawn above and below what is in view. */
const margin = 12;

/** What the program wrote. Only the rows in view are drawn; it follows the end unless the learner scrolled up. */
export function LogPane({ bench }: { readonly bench: Workbench }) {
  const { session } = bench;
  const pane = useRef<HTMLDivElement>(null);
  const follow = useRef(true);
  const book = useMemo(() => new LogRows(), [bench]);
  const level = useSignal<LogLevel>('trace');
  const text = useSignal('');
  const only = useSignal(false);
  const opened = useSignal<ReadonlySet<number>>(new Set());
  const view = useSignal({ top: 0, height: 300, row: 22 });
  const picked = useSignal<number | undefined>(undefined);
  const filter = useComputed((): LogFilter => {
    const exchange = only.value ? session.exchange.value : undefined;
    if (level.value === 'trace' && text.value === '' && exchange === undefined) return noFilter;
    const belongings = exchange && new Belongings(session.exchanges.all.value, session.log.lines);
    const belongs =
      belongings && ((line: LogLine) => belongings.to(exchange, { ...line, line }) !== undefined);
    return { level: level.value, text: text.value, belongs };
  });
  const version = session.logVersion.value;
  const { lines, dropped } = session.log;
  const rows = book.update(lines, filter.value, opened.value);
  const measure = (element: HTMLDivElement): void => {
    const row = element.querySelector<HTMLElement>('.probe')?.offsetHeight || 22;
    view.value = { top: element.scrollTop, height: element.clientHeight, row };
  };
  useLayoutEffect(() => {
    const element = pane.current;
    if (!element) return;
    if (follow.current) element.scrollTop = element.scrollHeight;
    measure(element);
  }, [version, filter.value, rows.length]);

  const { top, height, row } = view.value;
  const first = Math.max(0, Math.floor(top / row) - margin);
  const last = Math.min(rows.length, Math.ceil((top + height) / row) + margin);
  const at = picked.value === undefined ? -1 : rows.findIndex((each) => keyOf(each) === picked.value);
  const chosen = rows[at];
  const pick = (index: number): void => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!next) return;
    picked.value = keyOf(next);
    const element = pane.current;
    const place = rows.indexOf(next) * row;
    if (!element) return;
    if (place < element.scrollTop) element.scrollTop = place;
    if (place + row > element.scrollTop + element.clientHeight) {
      element.scrollTop = place + row - element.clientHeight;
    }
    follow.current = false;
  };
  const act = (index: number): void => {
    const each = rows[index];
    if (each?.kind === 'folded') opened.value = new Set([...opened.value, ...each.lines.map(({ id }) => id)]);
    else if (each?.facts.place) bench.show(each.facts.place);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.floor(height / row);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at === -1 ? rows.length - 1 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) pick(to);
    else if (event.key === 'Enter') act(at);
    else return;
    event.preventDefault();
  };
  return (
    <div class="log">
      <div class="log-filter">
        <label>
          <span class="unseen">Least severe level</span>
          <select
            value={level.value}
            onChange={(event) => (level.value = event.currentTarget.value as LogLevel)}
          >
            {logLevels.map((each) => (
              <option key={each} value={each}>
                {each === 'trace' ? 'all levels' : `${each} and above`}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="unseen">Only lines with</span>
          <input
            type="search"
            placeholder="Find in the log"
            value={text.value}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
        </label>
        <label class="only">
          <input
            type="checkbox"
            checked={only.value}
            onChange={(event) => (only.value = event.currentTarget.checked)}
          />{' '}
          of the request shown
        </label>
      </div>
      {dropped > 0 && <p class="empty">{dropped.toLocaleString('en-GB')} earlier lines are not kept.</p>}
      <div
        class="log-lines"
        role="listbox"
        aria-label="What the program wrote"
        aria-activedescendant={chosen ? `${bench.id}-log-${picked.value}` : undefined}
        tabIndex={0}
        ref={pane}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          follow.current = scrollTop + clientHeight >= scrollHeight - 8;
          measure(event.currentTarget);
        }}
        onKeyDown={onKeyDown}
      >
        <span class="probe" aria-hidden="true" />
        {rows.length === 0 && (
          <div class="empty" role="option" aria-selected="false" aria-disabled="true" tabIndex={-1}>
            {lines.length === 0
              ? 'What the program writes appears here, as it writes it.'
              : 'No line is like that.'}
          </div>
        )}
        <div role="presentation" style={{ height: `${rows.length * row}px` }}>
          <div role="presentation" style={{ transform: `translateY(${first * row}px)` }}>
            {rows.slice(first, last).map((each, i) => (
              <LogRowView
                key={keyOf(each)}
                id={`${bench.id}-log-${keyOf(each)}`}
                row={each}
                selected={keyOf(each) === picked.value}
                onPick={() => {
                  pick(first + i);
                  act(first + i);
                }}
              />
            ))}
          </div>
        </div>
      </div>
      {chosen?.kind === 'line' && (
        <LogDetail
          row={chosen}
          onShow={(place) => bench.show(place)}
          onClose={() => {
            picked.value = undefined;
            pane.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function keyOf(row: ReturnType<LogRows['update']>[number]): number {
  return row.kind === 'line' ? row.line.id : row.id;
}
