import { type ErrorCode, FileSystemError } from './errno.ts';

/** Throws the error of one call, whose name and paths it knows. */
export type Fail = (code: ErrorCode) => never;

export function failureOf(syscall: string, path?: string, dest?: string): Fail {
  return (code) => {
    throw new FileSystemError(code, syscall, path, dest);
  };
}
