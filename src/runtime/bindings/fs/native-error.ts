import { FileSystemError } from '../../fs/errno.ts';
import type { Any } from '../../host.ts';

const captureStackTrace: ((error: object, above?: Any) => void) | undefined = (Error as Any)
  .captureStackTrace;

/**
 * The plain `Error` that Node's C++ makes of a failed call, with the same own properties in the same order. Its stack
 * starts at the caller of `caller`; without one it has no frames, as that of an error that came from another thread.
 */
export function nativeError(failure: FileSystemError, caller?: Any): Error {
  const error: Any = new Error(failure.message);
  error.errno = failure.errno;
  error.code = failure.code;
  error.syscall = failure.syscall;
  if (failure.path !== undefined) error.path = failure.path;
  if (failure.dest !== undefined) error.dest = failure.dest;
  if (caller === undefined) setStack(error, `Error: ${failure.message}`);
  else captureStackTrace?.(error, caller);
  return error;
}

/** An error with a code that C++ throws by name, as `ERR_FS_CP_EINVAL`. */
export function codedError(
  code: string,
  message: string,
  Type: new (message: string) => Error = Error,
): Error {
  return Object.assign(new Type(message), { code });
}

/** What a call threw, as the program is to see it. */
export function visibleError(error: unknown, caller?: Any): unknown {
  return error instanceof FileSystemError ? nativeError(error, caller) : error;
}

function setStack(error: Error, value: string): void {
  Object.defineProperty(error, 'stack', { value, writable: true, configurable: true, enumerable: false });
}
