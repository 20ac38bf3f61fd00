import { authorMessages } from './author-messages.ts';

/** One mistake in `content/`: where it stands, what was found there, and what to write instead. */
export interface AuthorError {
  /** Relative to `content/`. */
  readonly file: string;
  /** The way to the value, as in `checks[2].expect[0].status`; empty where the whole file is meant. */
  readonly key: string;
  readonly line?: number;
  readonly found: string;
  readonly fix: string;
}

/** Every mistake that was found in one reading; `message` holds them all, ready to be printed. */
export class AuthorErrors extends Error {
  override readonly name = 'AuthorErrors';
  readonly errors: readonly AuthorError[];

  constructor(errors: readonly AuthorError[]) {
    super(authorMessages.all(errors));
    this.errors = errors;
  }
}

/** A key path as authors write it: `['checks', 2, 'id']` is `checks[2].id`. */
export function formatKey(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
    .join('');
}
