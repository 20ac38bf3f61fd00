const height = 96;
const step = 30;

/** How many cards are due on each of the coming days, as bars, and in words for those who do not see them. */
export function Forecast({ counts, from }: { readonly counts: readonly number[]; readonly from: Date }) {
  const most = Math.max(4, ...counts);
  const day = (i: number): Date => new Date(from.getFullYear(), from.getMonth(), from.getDate() + i);
  const short = (i: number): string => day(i).toLocaleDateString('en-GB', { weekday: 'narrow' });
  const long = (i: number): string =>
    i === 0
      ? 'today'
      : day(i).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
  const busy = counts.flatMap((count, i) => (count > 0 ? [`${long(i)} ${count}`] : []));
  const words =
    busy.length === 0 ? 'No card is due in the next two weeks.' : `Cards due: ${busy.join(', ')}.`;
  return (
    <figure class="forecast">
      <svg viewBox={`0 0 ${counts.length * step} ${height + 34}`} role="img" aria-label={words}>
        <path d={`M0 ${height + 14.5}H${counts.length * step}`} class="ground" />
        {counts.map((count, i) => {
          const tall = (count / most) * height;
          return (
            <g key={i} class={i === 0 ? 'today' : ''}>
              {count > 0 && (
                <>
                  <rect x={i * step + 6} y={height + 14 - tall} width={step - 12} height={tall} />
                  <text x={i * step + step / 2} y={height + 10 - tall}>
                    {count}
                  </text>
                </>
              )}
              <text class="day" x={i * step + step / 2} y={height + 30}>
                {short(i)}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>What comes back in the next {counts.length} days, as far as it is known today.</figcaption>
    </figure>
  );
}
