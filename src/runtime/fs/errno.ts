/** Error numbers of the file system, as libuv gives them on Linux (https://docs.libuv.org/en/v1.x/errors.html). */

const ERRORS = {
  EPERM: [-1, 'operation not permitted'],
  ENOENT: [-2, 'no such file or directory'],
  EIO: [-5, 'i/o error'],
  ENXIO: [-6, 'no such device or address'],
  EBADF: [-9, 'bad file descriptor'],
  EAGAIN: [-11, 'resource temporarily unavailable'],
  EACCES: [-13, 'permission denied'],
  EBUSY: [-16, 'resource busy or locked'],
  EEXIST: [-17, 'file already exists'],
  EXDEV: [-18, 'cross-device link not permitted'],
  ENOTDIR: [-20, 'not a directory'],
  EISDIR: [-21, 'illegal operation on a directory'],
  EINVAL: [-22, 'invalid argument'],
  EMFILE: [-24, 'too many open files'],
  EFBIG: [-27, 'file too large'],
  ENOSPC: [-28, 'no space left on device'],
  ESPIPE: [-29, 'invalid seek'],
  EROFS: [-30, 'read-only file system'],
  EPIPE: [-32, 'broken pipe'],
  ENAMETOOLONG: [-36, 'name too long'],
  ENOSYS: [-38, 'function not implemented'],
  ENOTEMPTY: [-39, 'directory not empty'],
  ELOOP: [-40, 'too many symbolic links encountered'],
  ENOTSUP: [-95, 'operation not supported on socket'],
} as const;

export type ErrorCode = keyof typeof ERRORS;

export function errnoOf(code: ErrorCode): number {
  return ERRORS[code][0];
}

/**
 * A file operation that failed: the name of the call and the paths as the caller wrote them.
 * `message`, `errno`, `code`, `syscall`, `path` and `dest` are those of Node's own errors.
 */
export class FileSystemError extends Error {
  readonly errno: number;
  readonly code: ErrorCode;
  readonly syscall: string;
  declare readonly path?: string;
  declare readonly dest?: string;

  constructor(code: ErrorCode, syscall: string, path?: string, dest?: string) {
    const [errno, text] = ERRORS[code];
    const from = path === undefined ? '' : ` '${path}'`;
    const to = dest === undefined ? '' : ` -> '${dest}'`;
    super(`${code}: ${text}, ${syscall}${from}${to}`);
    this.errno = errno;
    this.code = code;
    this.syscall = syscall;
    if (path !== undefined) this.path = path;
    if (dest !== undefined) this.dest = dest;
  }
}
