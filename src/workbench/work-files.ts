import { computed, signal } from '@preact/signals';
import type { Progress } from '../progress/progress.ts';
import type { FilesRecord } from '../progress/record.ts';

/** Paths to texts. */
export type TextFiles = Readonly<Record<string, string>>;

export interface WorkFilesOptions {
  /** Under which key of the learner's record the files lie. */
  readonly unit: string;
  readonly starter: TextFiles;
  readonly progress: Progress;
  /** Milliseconds from a change to its saving. */
  readonly saveAfter?: number;
}

/**
 * The learner's files of one unit: kept after each change, the same in all tabs, and given back after a reset. The
 * files of a unit that was never changed are not kept, so that a newer starter reaches who has not begun.
 */
export class WorkFiles {
  readonly files = signal<TextFiles>({});
  /** Rises when the files were replaced from outside the editor: on loading, by a reset, by another tab. */
  readonly replaced = signal(0);
  readonly undo = signal<FilesRecord['undo']>(undefined);
  readonly changed = computed(() => !sameFiles(this.files.value, this.#options.starter));

  readonly #options: WorkFilesOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopListening: () => void;

  constructor(options: WorkFilesOptions) {
    this.#options = options;
    this.files.value = options.starter;
    this.#stopListening = options.progress.onChange(({ kind, key }) => {
      if (kind === 'files' && key === options.unit && this.#timer === undefined) void this.load();
    });
  }

  /** Takes over what the record has, where it has something. */
  async load(): Promise<void> {
    const record = await this.#options.progress.read('files', this.#options.unit);
    this.undo.value = record?.undo;
    const files = record?.files ?? this.#options.starter;
    if (!sameFiles(files, this.files.value)) {
      this.files.value = files;
      this.replaced.value++;
    }
  }

  change(path: string, text: string): void {
    if (this.files.value[path] === text) return;
    this.files.value = { ...this.files.value, [path]: text };
    this.#saveSoon();
  }

  /** Adds an empty file; does nothing where there is one of that name. */
  add(path: string): void {
    if (!(path in this.files.value)) this.change(path, '');
  }

  /** Takes a file away; a reset brings those of the starter back. */
  remove(path: string): void {
    const { [path]: _removed, ...rest } = this.files.value;
    this.files.value = rest;
    this.#saveSoon();
  }

  /** Keeps the files now, if there is something to keep. */
  async save(): Promise<void> {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#write();
  }

  /** Keeps what is not kept yet while the page goes away: nothing that takes time can be waited for. */
  leave(): void {
    if (this.#timer === undefined) return;
    this.#options.progress.leave('files', this.#options.unit, this.#record());
    void this.save();
  }

  /** Back to the starter; what is taken away can be had back with `undoReset`. */
  async reset(): Promise<void> {
    await this.#replace(this.#options.starter, {
      files: { ...this.files.value },
      at: new Date().toISOString(),
    });
  }

  async undoReset(): Promise<void> {
    if (this.undo.value) await this.#replace(this.undo.value.files, undefined);
  }

  dispose(): void {
    this.#stopListening();
    void this.save();
  }

  #saveSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), this.#options.saveAfter ?? 250);
  }

  async #replace(files: TextFiles, undo: FilesRecord['undo']): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.files.value = files;
    this.undo.value = undo;
    this.replaced.value++;
    await this.#write();
  }

  async #write(): Promise<void> {
    await this.#options.progress.write('files', this.#options.unit, this.#record());
  }

  #record(): FilesRecord {
    const undo = this.undo.value;
    return {
      version: 1,
      unit: this.#options.unit,
      files: { ...this.files.value },
      savedAt: new Date().toISOString(),
      ...(undo ? { undo } : {}),
    };
  }
}

/** Whether two sets of files have the same paths and texts. */
export function sameFiles(a: TextFiles, b: TextFiles): boolean {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every((path) => a[path] === b[path]);
}
