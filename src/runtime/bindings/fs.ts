/**
 * `internalBinding('fs')`: every file operation of Node's library, on the file system of the process.
 *
 * Most functions run in three ways, by their `req` argument; see `Requests.run`. An asynchronous call does its work in
 * the task that completes it, so a change made meanwhile is seen, as with Node's thread pool.
 */
import type { FileStats } from '../fs/file-system.ts';
import type { Any, Binding, Host } from '../host.ts';
import { bytesArgument, encodeName, modeArgument, pathArgument, positionArgument } from './fs/arguments.ts';
import { checkCopyPaths, copyDirectory, overrideFile } from './fs/copy-tree.ts';
import { createFileHandleClass } from './fs/file-handle.ts';
import { formatOfExtensionlessFile, legacyMainResolve } from './fs/module-files.ts';
import { codedError } from './fs/native-error.ts';
import { removeTree } from './fs/remove-tree.ts';
import { createRequests, type Work } from './fs/requests.ts';
import { fillFileSystemStats, fillStats, newStats, STATS_FIELDS } from './fs/stat-arrays.ts';
import { createStatWatcherClass } from './fs/stat-watcher.ts';
import { readAll, readToEnd, writeAll } from './fs/transfer.ts';

type Path = string | Uint8Array;

const MAX_FD = 2 ** 31 - 1;

export function createFsBinding(host: Host): Binding {
  const requests = createRequests(host);
  const statValues = new Float64Array(2 * STATS_FIELDS);
  const bigintStatValues = new BigInt64Array(2 * STATS_FIELDS);
  const statFsValues = new Float64Array(8);
  const bigintStatFsValues = new BigInt64Array(8);
  const FileHandle = createFileHandleClass(host, requests);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** Makes a binding function: `prepare` reads the arguments, `requestAt` says which of them is `req`. */
  function operation(requestAt: number, prepare: (...args: Any[]) => Work): Any {
    return function call(...args: Any[]) {
      return requests.run(args[requestAt], prepare(...args), call);
    };
  }

  /** As `operation`, with a result of file stats: in the shared array when it is wanted at once. */
  function statOperation(prepare: (...args: Any[]) => Work<FileStats | undefined>): Any {
    return function call(target: Any, bigint: boolean, req: Any, flag: boolean) {
      return requests.run(req, prepare(target, flag), call, (stats, isSync) => {
        if (!stats) return undefined;
        if (!isSync) return newStats(stats, bigint);
        return fillStats(bigint ? bigintStatValues : statValues, stats);
      });
    };
  }

  /** A write whose synchronous form puts an error into `ctx` where the caller passes one. */
  function writeOperation(requestAt: number, prepare: (...args: Any[]) => Work<number>): Any {
    return function call(...args: Any[]) {
      const ctx = args[requestAt + 1];
      if (args[requestAt] !== undefined || ctx === undefined) {
        return requests.run(args[requestAt], prepare(...args), call);
      }
      try {
        return prepare(...args)();
      } catch (error) {
        const { errno, code, syscall } = error as Any;
        if (errno === undefined) throw error;
        Object.assign(ctx, { errno, code, syscall });
        return errno;
      }
    };
  }

  /** A descriptor as the program passed it; the library leaves this check to the binding. */
  function fdArgument(fd: unknown): number {
    if (typeof fd === 'number' && (fd | 0) === fd && fd >= 0) return fd;
    try {
      host.builtin('internal/validators').validateInteger(fd, 'fd', 0, MAX_FD);
    } catch (error) {
      // The same words as in the library, in an error as C++ makes it.
      const { code, message } = error as NodeJS.ErrnoException;
      throw codedError(code as string, message, typeof fd === 'number' ? RangeError : TypeError);
    }
    return fd as number;
  }

  const names = (list: readonly { name: string }[], encoding: unknown) =>
    list.map(({ name }) => encodeName(host, name, encoding));

  const readdir = operation(3, (path: Path, encoding: unknown, withFileTypes: boolean) => {
    const name = pathArgument(path);
    return () => {
      // `uv_fs_scandir` sorts; the order of `readdir(3)` would be that of creation.
      const entries = host.files.readdir(name).sort((a, b) => (a.name < b.name ? -1 : 1));
      const encoded = names(entries, encoding);
      return withFileTypes ? [encoded, entries.map(({ type }) => type)] : encoded;
    };
  });

  function statfs(path: Path, bigint: boolean, req: Any): Any {
    const name = pathArgument(path);
    return requests.run(
      req,
      () => host.files.statfs(name),
      statfs,
      (stats, isSync) => {
        const shared = bigint ? bigintStatFsValues : statFsValues;
        return fillFileSystemStats(isSync ? shared : shared.slice(), stats);
      },
    );
  }

  /** Opens a path, or takes the descriptor that the caller already has, for the time of one call. */
  function withDescriptor<T>(target: Path | number, flags: number, mode: number, use: (fd: number) => T): T {
    if (typeof target === 'number') return use(target);
    const fd = host.files.open(pathArgument(target), flags, mode);
    try {
      return use(fd);
    } finally {
      host.files.close(fd);
    }
  }

  function writeFully(fd: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += host.files.write(fd, bytes.subarray(at), null);
  }

  function encodeText(text: string, encoding: unknown): Uint8Array {
    if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8') {
      return new TextEncoder().encode(text);
    }
    const { Buffer } = host.builtin('buffer');
    return Buffer.from(text, Buffer.isEncoding(encoding) ? encoding : 'utf8');
  }

  return {
    access: operation(2, (path: Path, mode: unknown) => {
      const [name, bits] = [pathArgument(path), modeArgument(mode)];
      return () => host.files.access(name, bits);
    }),
    open: operation(3, (path: Path, flags: number, mode: number) => {
      const name = pathArgument(path);
      return () => host.files.open(name, flags, mode);
    }),
    openFileHandle: operation(3, (path: Path, flags: number, mode: number) => {
      const name = pathArgument(path);
      return () => new FileHandle(host.files.open(name, flags, mode));
    }),
    close: operation(1, (fd: unknown) => {
      const number = fdArgument(fd);
      return () => host.files.close(number);
    }),
    read: operation(
      5,
      (fd: unknown, view: ArrayBufferView, offset: number, length: number, position: Any) => {
        const number = fdArgument(fd);
        return () => host.files.read(number, bytesArgument(view, offset, length), positionArgument(position));
      },
    ),
    readBuffers: operation(3, (fd: number, views: ArrayBufferView[], position: Any) => {
      return () => readAll(host.files, fd, views, positionArgument(position));
    }),
    writeBuffer: writeOperation(
      5,
      (fd: number, view: ArrayBufferView, offset: number, length: number, position: Any) => {
        return () => host.files.write(fd, bytesArgument(view, offset, length), positionArgument(position));
      },
    ),
    writeBuffers: operation(3, (fd: number, views: ArrayBufferView[], position: Any) => {
      return () => writeAll(host.files, fd, views, positionArgument(position));
    }),
    writeString: writeOperation(4, (fd: number, text: string, position: Any, encoding: unknown) => {
      const bytes = encodeText(text, encoding);
      return () => host.files.write(fd, bytes, positionArgument(position));
    }),
    readFileUtf8: operation(-1, (target: Path | number, flags: number) => () => {
      return withDescriptor(target, flags, 0o666, (fd) => decoder.decode(readToEnd(host.files, fd)));
    }),
    writeFileUtf8: operation(-1, (target: Path | number, text: string, flags: number, mode: number) => () => {
      withDescriptor(target, flags, mode, (fd) => writeFully(fd, encodeText(text, 'utf8')));
    }),

    fsync: operation(1, (fd: unknown) => {
      const number = fdArgument(fd);
      return () => host.files.fsync(number);
    }),
    fdatasync: operation(1, (fd: unknown) => {
      const number = fdArgument(fd);
      return () => host.files.fdatasync(number);
    }),
    ftruncate: operation(2, (fd: unknown, length: number) => {
      const number = fdArgument(fd);
      return () => host.files.ftruncate(number, length);
    }),
    fstat: statOperation((fd: unknown) => {
      const number = fdArgument(fd);
      return () => host.files.fstat(number);
    }),
    stat: statOperation((path: Path, throwIfNoEntry?: boolean) => {
      const name = pathArgument(path);
      return () => (throwIfNoEntry === false ? host.files.statIfExists(name) : host.files.stat(name));
    }),
    lstat: statOperation((path: Path, throwIfNoEntry?: boolean) => {
      const name = pathArgument(path);
      return () => (throwIfNoEntry === false ? host.files.lstatIfExists(name) : host.files.lstat(name));
    }),
    statfs,

    rename: operation(2, (from: Path, to: Path) => {
      const [source, target] = [pathArgument(from), pathArgument(to)];
      return () => host.files.rename(source, target);
    }),
    link: operation(2, (existing: Path, path: Path) => {
      const [source, target] = [pathArgument(existing), pathArgument(path)];
      return () => host.files.link(source, target);
    }),
    symlink: operation(3, (target: Path, path: Path) => {
      const [text, name] = [pathArgument(target), pathArgument(path)];
      return () => host.files.symlink(text, name);
    }),
    copyFile: operation(3, (from: Path, to: Path, mode: unknown) => {
      const [source, target, bits] = [pathArgument(from), pathArgument(to), modeArgument(mode)];
      return () => host.files.copyFile(source, target, bits);
    }),
    readlink: operation(2, (path: Path, encoding: unknown) => {
      const name = pathArgument(path);
      return () => encodeName(host, host.files.readlink(name), encoding);
    }),
    realpath: operation(2, (path: Path, encoding: unknown) => {
      const name = pathArgument(path);
      return () => encodeName(host, host.files.realpath(name), encoding);
    }),
    unlink: operation(1, (path: Path) => {
      const name = pathArgument(path);
      return () => host.files.unlink(name);
    }),
    rmdir: operation(1, (path: Path) => {
      const name = pathArgument(path);
      return () => host.files.rmdir(name);
    }),
    rmSync: operation(-1, (path: Path, _maxRetries: number, recursive: boolean) => {
      const name = pathArgument(path);
      return () => removeTree(host.files, name, recursive);
    }),
    mkdir: operation(3, (path: Path, mode: number, recursive: boolean) => {
      const name = pathArgument(path);
      return () => (recursive ? host.files.mkdirRecursive(name, mode) : host.files.mkdir(name, mode));
    }),
    mkdtemp: operation(2, (prefix: Path, encoding: unknown, req: unknown) => {
      const name = pathArgument(prefix);
      // Another thread has filled in the letters by the time that it fails.
      return () => encodeName(host, host.files.mkdtemp(name, req !== undefined), encoding);
    }),
    readdir,

    chmod: operation(2, (path: Path, mode: number) => {
      const name = pathArgument(path);
      return () => host.files.chmod(name, mode);
    }),
    fchmod: operation(2, (fd: unknown, mode: number) => {
      const number = fdArgument(fd);
      return () => host.files.fchmod(number, mode);
    }),
    chown: operation(3, (path: Path, uid: number, gid: number) => {
      const name = pathArgument(path);
      return () => host.files.chown(name, uid, gid);
    }),
    fchown: operation(3, (fd: unknown, uid: number, gid: number) => {
      const number = fdArgument(fd);
      return () => host.files.fchown(number, uid, gid);
    }),
    lchown: operation(3, (path: Path, uid: number, gid: number) => {
      const name = pathArgument(path);
      return () => host.files.lchown(name, uid, gid);
    }),
    utimes: operation(3, (path: Path, atime: number, mtime: number) => {
      const name = pathArgument(path);
      return () => host.files.utimes(name, atime, mtime);
    }),
    futimes: operation(3, (fd: unknown, atime: number, mtime: number) => {
      const number = fdArgument(fd);
      return () => host.files.futimes(number, atime, mtime);
    }),
    lutimes: operation(3, (path: Path, atime: number, mtime: number) => {
      const name = pathArgument(path);
      return () => host.files.lutimes(name, atime, mtime);
    }),

    existsSync: (path: Path) => host.files.exists(pathArgument(path)),
    internalModuleStat: (path: Path) => host.files.kindOf(pathArgument(path)),
    getFormatOfExtensionlessFile: (path: Path) => formatOfExtensionlessFile(host.files, pathArgument(path)),
    legacyMainResolve: (packagePath: Path, main: unknown, base: unknown) =>
      legacyMainResolve(host.files, pathArgument(packagePath), main, base),
    cpSyncCheckPaths: operation(
      -1,
      (from: Path, to: Path, dereference: boolean, recursive: boolean) => () => {
        checkCopyPaths(host.files, pathArgument(from), pathArgument(to), dereference, recursive);
      },
    ),
    cpSyncOverrideFile: operation(
      -1,
      (from: Path, to: Path, mode: number, preserveTimestamps: boolean) => () => {
        overrideFile(host.files, pathArgument(from), pathArgument(to), mode, preserveTimestamps);
      },
    ),
    cpSyncCopyDir: operation(
      -1,
      (
        from: Path,
        to: Path,
        force: boolean,
        dereference: boolean,
        errorOnExist: boolean,
        verbatimSymlinks: boolean,
        preserveTimestamps: boolean,
      ) => {
        const options = { force, dereference, errorOnExist, verbatimSymlinks, preserveTimestamps };
        return () => copyDirectory(host.files, pathArgument(from), pathArgument(to), options);
      },
    ),

    FSReqCallback: requests.FSReqCallback,
    FileHandle,
    StatWatcher: createStatWatcherClass(host, { statValues, bigintStatValues }),
    kUsePromises: requests.kUsePromises,
    kFsStatsFieldsNumber: STATS_FIELDS,
    statValues,
    bigintStatValues,
    statFsValues,
    bigintStatFsValues,
  };
}
