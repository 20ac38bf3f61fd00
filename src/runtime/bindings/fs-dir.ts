import { FileSystemError } from '../fs/errno.ts';
import { failureOf } from '../fs/failure.ts';
import type { DirectoryEntry } from '../fs/file-system.ts';
import type { Any, Binding, Host } from '../host.ts';
import { encodeName, pathArgument } from './fs/arguments.ts';
import { nativeError } from './fs/native-error.ts';
import { createRequests } from './fs/requests.ts';

/** `internalBinding('fs_dir')`: directories read in portions, behind `fs.opendir`. */
export function createFsDirBinding(host: Host): Binding {
  const requests = createRequests(host);

  class DirHandle extends host.AsyncWrap {
    readonly #entries: DirectoryEntry[];
    #at = 0;
    #isClosed = false;

    constructor(entries: DirectoryEntry[]) {
      super('DIRHANDLE');
      this.#entries = entries;
    }

    /** Names and kinds in turn, up to `count` of each; `null` at the end. */
    read(encoding: unknown, count: number, req?: Any): Any {
      const work = () => {
        if (this.#isClosed) failureOf('scandir')('EBADF');
        const portion = this.#entries.slice(this.#at, this.#at + count);
        this.#at += portion.length;
        if (portion.length === 0) return null;
        return portion.flatMap(({ name, type }) => [encodeName(host, name, encoding), type]);
      };
      return requests.run(req, work, this.read);
    }

    close(req?: Any): Any {
      const work = () => {
        this.#isClosed = true;
      };
      return requests.run(req, work, this.close);
    }
  }

  /** The directory as it is now: what changes later is not seen. */
  function open(path: string): DirHandle {
    try {
      return new DirHandle(host.files.readdir(path));
    } catch (error) {
      throw error instanceof FileSystemError ? new FileSystemError(error.code, 'opendir', error.path) : error;
    }
  }

  function opendir(path: string | Uint8Array, _encoding: unknown, req?: Any): Any {
    const name = pathArgument(path);
    return requests.run(req, () => open(name), opendir);
  }

  function opendirSync(path: string | Uint8Array): Any {
    try {
      return open(pathArgument(path));
    } catch (error) {
      // Node leaves the path out here.
      if (error instanceof FileSystemError)
        throw nativeError(new FileSystemError(error.code, 'opendir'), opendirSync);
      throw error;
    }
  }

  return { opendir, opendirSync, DirHandle };
}
