/** Flag and mode bits of Linux, with the values that `fs.constants` has there. */

export const O_WRONLY = 0o1;
export const O_RDWR = 0o2;
export const O_ACCMODE = 0o3;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_TRUNC = 0o1000;
export const O_APPEND = 0o2000;
export const O_DIRECTORY = 0o200000;
export const O_NOFOLLOW = 0o400000;

export const S_IFMT = 0o170000;
export const S_IFSOCK = 0o140000;
export const S_IFLNK = 0o120000;
export const S_IFREG = 0o100000;
export const S_IFBLK = 0o060000;
export const S_IFDIR = 0o040000;
export const S_IFCHR = 0o020000;
export const S_IFIFO = 0o010000;

export const R_OK = 4;
export const W_OK = 2;
export const X_OK = 1;

export const COPYFILE_EXCL = 1;
export const COPYFILE_FICLONE_FORCE = 4;

/** `UV_DIRENT_*`: the kind of an entry as `readdir` tells it. */
export const DIRENT_FILE = 1;
export const DIRENT_DIR = 2;
export const DIRENT_LINK = 3;
export const DIRENT_FIFO = 4;
export const DIRENT_CHAR = 6;

export function direntType(mode: number): number {
  switch (mode & S_IFMT) {
    case S_IFDIR:
      return DIRENT_DIR;
    case S_IFLNK:
      return DIRENT_LINK;
    case S_IFCHR:
      return DIRENT_CHAR;
    case S_IFIFO:
      return DIRENT_FIFO;
    default:
      return DIRENT_FILE;
  }
}
