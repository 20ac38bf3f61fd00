import { computed, signal } from '@preact/signals';
import type { Progress } from '../progress/progress.ts';
import type { FilesRecord, RestorePoint } from '../progress/record.ts';
import { keepRestorePoint, listRestorePoints, pruneRestorePoints } from '../progress/restore-points.ts';

/** Paths to texts. */
export type TextFiles = Readonly<Record<string, string>>;

export interface WorkFilesOptions {
  /** Under which key of the learner's record the files lie. */
  readonly unit: string;
  readonly starter: TextFiles;
  readonly progress: Progress;
  /** Milliseconds from a change to its saving. */
  readonly saveAfter?: number;
  /** Called when the record holds what was changed here. */
  readonly onSaved?: () => void;
}

/** Entries of a clock beyond this are dropped, the oldest first; at worst that makes a restore point too many. */
const longestClock = 24;
let count = 0;

/**
 * The learner's files of one unit: kept after each change, the same in all tabs, and given back after whatever replaced
 * them. The files of a unit that was never changed are not kept, so that a newer starter reaches who has not begun.
 *
 * Two tabs that change the same files without knowing of each other: the later save stands in both, and the other is a
 * restore point.
 */
export class WorkFiles {
  readonly files = signal<TextFiles>({});
  /** Rises when the files were replaced from outside the editor: on loading, by a reset, by another tab. */
  readonly replaced = signal(0);
  /** The restore point that `undoReset` goes back to. */
  readonly undo = signal<string | undefined>(undefined);
  readonly changed = computed(() => !sameFiles(this.files.value, this.#options.starter));
  /** Whether the course's starting files are others than those the learner began with. */
  readonly startChanged = computed(
    () =>
      this.#began.value !== undefined &&
      this.changed.value &&
      !sameFiles(this.#began.value, this.#options.starter),
  );

  /** Rises when a restore point was made, here or in another tab. */
  readonly pointsChanged = signal(0);

  readonly #options: WorkFilesOptions;
  readonly #author: string;
  readonly #began = signal<TextFiles | undefined>(undefined);
  #clock: FilesRecord['clock'] = {};
  #lastPoint: TextFiles | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopListening: () => void;

  constructor(options: WorkFilesOptions) {
    this.#options = options;
    const { progress, unit, starter } = options;
    this.#author = `${progress.page}.${count++}`;
    this.files.value = starter;
    const stopChanges = progress.onChange(({ kind, key }) => {
      if (kind === 'files' && key === unit && this.#timer === undefined) void this.load();
      if (kind === 'restore-point' && key.startsWith(`${unit}~`)) this.pointsChanged.value++;
    });
    const stopErasures = progress.onErase(() => this.#forget());
    this.#stopListening = () => {
      stopChanges();
      stopErasures();
    };
  }

  get starter(): TextFiles {
    return this.#options.starter;
  }

  /** Takes over what the record has, where it has something and nothing here waits to be saved. */
  async load(): Promise<void> {
    const record = await this.#options.progress.read('files', this.#options.unit);
    if (this.#timer === undefined) this.#take(record);
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

  /** Takes a file away; what stood in it is kept in a restore point. */
  remove(path: string): void {
    void this.keep('remove');
    const { [path]: _removed, ...rest } = this.files.value;
    this.files.value = rest;
    this.#saveSoon();
  }

  /** Keeps the files now, if there is something to keep. They are in the page's record when the call returns. */
  async save(): Promise<void> {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#write();
  }

  /** Keeps what is not kept yet while the page goes away: nothing that takes time can be waited for. */
  leave(): void {
    void this.save();
    this.#options.progress.leave();
  }

  /**
   * Makes a restore point of the files as they are. Resolves to its id; nothing is made where they are as the course
   * gave them, or as the restore point before had them.
   */
  async keep(
    reason: RestorePoint['reason'],
    judged: Pick<RestorePoint, 'passed' | 'of'> = {},
    files = this.files.value,
  ): Promise<string | undefined> {
    if (sameFiles(files, this.#options.starter)) return undefined;
    if (reason === 'run' && this.#lastPoint && sameFiles(files, this.#lastPoint)) return undefined;
    this.#lastPoint = files;
    const { unit, progress } = this.#options;
    const { id } = await keepRestorePoint(progress, { unit, reason, files, ...judged });
    this.pointsChanged.value++;
    void pruneRestorePoints(progress, unit);
    return id;
  }

  /** The restore points, the latest first. */
  points(): Promise<readonly RestorePoint[]> {
    return listRestorePoints(this.#options.progress, this.#options.unit);
  }

  /** Takes other files in the place of these, which become a restore point. Resolves to its id, as `keep` does. */
  async replaceWith(files: TextFiles, reason: RestorePoint['reason']): Promise<string | undefined> {
    const kept = this.keep(reason);
    this.#put(files);
    if (reason === 'start') this.#began.value = this.#options.starter;
    const [point] = await Promise.all([kept, this.#write()]);
    return point;
  }

  /** Back to the starter; what is taken away can be had back with `undoReset`. */
  async reset(): Promise<void> {
    const kept = this.keep('reset');
    this.#put(this.#options.starter);
    this.#began.value = this.#options.starter;
    this.undo.value = await kept;
    await this.#write();
  }

  async undoReset(): Promise<void> {
    const point = (await this.points()).find(({ id }) => id === this.undo.value);
    this.undo.value = undefined;
    if (point) await this.replaceWith(point.files, 'return');
  }

  /** Goes on with one's own files though the course's start is a newer one. */
  async acceptStart(): Promise<void> {
    this.#began.value = this.#options.starter;
    await this.#write();
  }

  dispose(): void {
    this.#stopListening();
    void this.save();
  }

  #take(record: FilesRecord | undefined): void {
    this.undo.value = record?.undo;
    this.#clock = record?.clock ?? {};
    this.#began.value = record?.began;
    const files = record?.files ?? this.#options.starter;
    if (sameFiles(files, this.files.value)) return;
    this.files.value = files;
    this.replaced.value++;
  }

  #put(files: TextFiles): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.files.value = files;
    this.replaced.value++;
  }

  #saveSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), this.#options.saveAfter ?? 250);
  }

  async #write(): Promise<void> {
    const { progress, unit, starter } = this.#options;
    const { [this.#author]: own = 0, ...others } = this.#clock;
    const clock = Object.fromEntries(
      [...Object.entries(others), [this.#author, own + 1] as const].slice(-longestClock),
    );
    this.#clock = clock;
    this.#began.value ??= starter;
    const files = this.files.value;
    const undo = this.undo.value;
    await progress.merge('files', unit, {
      unit,
      files: { ...files },
      savedAt: new Date().toISOString(),
      clock,
      began: { ...this.#began.value },
      ...(undo ? { undo } : {}),
    });
    this.#options.onSaved?.();
    const record = await progress.read('files', unit);
    if (this.#clock !== clock || !record) return;
    // Where these files stand, they come after everything that they replaced; else another tab's do.
    if (sameFiles(record.files, files)) this.#clock = record.clock;
    else if (this.#timer === undefined) this.#take(record);
  }

  #forget(): void {
    this.#put(this.#options.starter);
    this.#lastPoint = undefined;
    this.#take(undefined);
  }
}

/** Whether two sets of files have the same paths and texts. */
export function sameFiles(a: TextFiles, b: TextFiles): boolean {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every((path) => a[path] === b[path]);
}
