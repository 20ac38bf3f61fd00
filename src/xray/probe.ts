/** What a probe stands for: a place in the learner's code. Lines and columns count from 1. */
export interface Probe {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: 'statement' | 'function' | 'error-handler' | 'catch' | 'throw' | 'await' | 'value';
  /** Of a function or a variable; empty where it has none. */
  readonly name: string;
}
