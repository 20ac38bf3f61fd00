import { type Module, ModuleStatus, type Resolution } from './module.ts';

/** A module whose exports are set from outside, as Node's built-in, CommonJS and JSON modules are. */
export class SyntheticModule implements Module {
  readonly url: string;
  readonly isAsyncGraph = false;
  status: number = ModuleStatus.uninstantiated;
  error: unknown;
  readonly #values = new Map<string, unknown>();
  readonly #followers = new Map<string, ((value: unknown) => void)[]>();
  readonly #evaluationSteps: () => void;

  constructor(url: string, exportNames: readonly string[], evaluationSteps: () => void) {
    this.url = url;
    this.#evaluationSteps = evaluationSteps;
    for (const name of exportNames) this.#values.set(name, undefined);
  }

  instantiate(): void {
    if (this.status === ModuleStatus.uninstantiated) this.status = ModuleStatus.instantiated;
  }

  /** Runs the steps once. Throws what they throw, now and on each later call. */
  evaluate(): void {
    if (this.status === ModuleStatus.errored) throw this.error;
    if (this.status > ModuleStatus.instantiated) return;
    this.status = ModuleStatus.evaluating;
    try {
      this.#evaluationSteps();
      this.status = ModuleStatus.evaluated;
    } catch (error) {
      this.status = ModuleStatus.errored;
      this.error = error;
      throw error;
    }
  }

  setExport(name: string, value: unknown): void {
    if (!this.#values.has(name)) throw new ReferenceError(`Export '${name}' is not defined in module`);
    this.#values.set(name, value);
    for (const set of this.#followers.get(name) ?? []) set(value);
  }

  exportedNames(): string[] {
    return [...this.#values.keys()];
  }

  resolveExport(name: string): Resolution {
    return this.#values.has(name) ? { module: this, binding: name } : 'missing';
  }

  readBinding(binding: string): unknown {
    return this.#values.get(binding);
  }

  followBinding(binding: string, set: (value: unknown) => void): void {
    const followers = this.#followers.get(binding);
    if (followers) followers.push(set);
    else this.#followers.set(binding, [set]);
    set(this.#values.get(binding));
  }
}
