import type { Signal } from '@preact/signals';

interface Props {
  readonly files: readonly string[];
  readonly open: Signal<string>;
  /** The panel is `<id>-panel`. */
  readonly id: string;
  /** Files that are only to be read. */
  readonly fixed?: readonly string[];
}

/** One tab per file; a single file is just named. */
export function FileTabs({ files, open, id, fixed = [] }: Props) {
  if (files.length < 2) return <p class="file-name">{files[0]}</p>;
  const move = (event: KeyboardEvent, by: number): void => {
    const next = files[(files.indexOf(open.value) + by + files.length) % files.length] as string;
    open.value = next;
    const tabs = (event.currentTarget as HTMLElement).parentElement?.children;
    (tabs?.[files.indexOf(next)] as HTMLElement | undefined)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Files">
      {files.map((file) => (
        <button
          key={file}
          type="button"
          role="tab"
          aria-selected={file === open.value}
          aria-controls={`${id}-panel`}
          tabIndex={file === open.value ? 0 : -1}
          onClick={() => {
            open.value = file;
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(event, 1);
            if (event.key === 'ArrowLeft') move(event, -1);
          }}
        >
          {file}
          {fixed.includes(file) && <span class="fixed"> (to read)</span>}
        </button>
      ))}
    </div>
  );
}
