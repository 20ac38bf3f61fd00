import type { Any, Host } from '../../host.ts';
import { unavailable } from '../unavailable.ts';
import { visibleError } from './native-error.ts';
import type { Requests } from './requests.ts';

/** `FileHandle`, the descriptor behind `fs.promises`. */
export function createFileHandleClass(host: Host, requests: Requests): new (fd: number) => Any {
  class FileHandle extends host.AsyncWrap {
    #fd: number;
    #closing: Promise<void> | undefined;
    onread: Any;
    bytesRead = 0;
    bytesWritten = 0;

    constructor(fd: number) {
      super('FILEHANDLE');
      this.#fd = fd;
    }

    get fd(): number {
      return this.#fd;
    }

    close(): Promise<void> {
      this.#closing ??= requests.run(
        requests.kUsePromises,
        () => {
          const fd = this.#fd;
          this.#fd = -1;
          host.files.close(fd);
        },
        FileHandle,
      );
      return this.#closing as Promise<void>;
    }

    closeSync(): void {
      const fd = this.#fd;
      this.#fd = -1;
      try {
        host.files.close(fd);
      } catch (error) {
        throw visibleError(error, this.closeSync);
      }
    }

    /** Gives the descriptor away: this handle no longer closes it. */
    releaseFD(): number {
      const fd = this.#fd;
      this.#fd = -1;
      return fd;
    }

    readStart(): never {
      return unavailable('FileHandle as a stream', 'only `http2` uses it');
    }
  }

  return FileHandle;
}
