/** Small drawings beside words; never in place of them. */
const shapes = {
  run: 'M5 3.5v9l7.5-4.5z',
  stop: 'M4 4h8v8H4z',
  restart: 'M12.6 6.2A5 5 0 1 0 13 8h-1.6a3.4 3.4 0 1 1-.6-1.9L9 8h5V3z',
  send: 'M2.5 7.2h7.3L6.7 4.1l1.1-1.1L12.9 8l-5.1 5-1.1-1.1 3.1-3.1H2.5z',
  passed: 'M6.4 12.4 2.6 8.6l1.2-1.2 2.6 2.6 5.8-5.8 1.2 1.2z',
  failed: 'M4.2 3 8 6.8 11.8 3 13 4.2 9.2 8l3.8 3.8-1.2 1.2L8 9.2 4.2 13 3 11.8 6.8 8 3 4.2z',
  doubt: 'M7 3h2v6H7zm0 7.5h2v2H7z',
  open: 'M8 3.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2m0 1.4a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[name]} fill="currentColor" />
    </svg>
  );
}
