/** `internalBinding('pipe_wrap')`: Unix sockets, and the pipes of standard streams and of a parent process. */
import type { Any, Binding, Host } from '../host.ts';
import { type Connection, type Listener, NetworkError } from '../net/network-device.ts';
import { type ConnectRequest, connectHandle } from './stream/connect-request.ts';
import { errorNumber, UV_EACCES, UV_EADDRINUSE, UV_EINVAL, UV_EISCONN, UV_ENOTDIR } from './stream/errno.ts';
import { InboundQueue } from './stream/inbound-queue.ts';
import { createListenHandler } from './stream/listen-handler.ts';
import { StdioConnection } from './stream/stdio-connection.ts';
import type { StreamHandle } from './stream-wrap.ts';

const constants = { SOCKET: 0, SERVER: 1, IPC: 2, UV_READABLE: 1, UV_WRITABLE: 2 } as const;

const LAST_STANDARD_FD = 2;
/** Bytes of `sun_path`, without the zero at its end. */
const MAX_PATH = 107;
/** What `kindOf` says of one. */
const DIRECTORY = 1;

export function createPipeWrapBinding(host: Host): Binding {
  const Stream = host.binding('stream_wrap')['LibuvStreamWrap'] as new (provider: string) => StreamHandle;

  class PipeConnectWrap extends host.AsyncWrap {
    constructor() {
      super('PIPECONNECTWRAP');
    }
  }

  class Pipe extends Stream {
    declare onconnection: Any;
    /** Set by `child_process` while a handle is on its way; none ever is, for no socket leaves its process. */
    declare pendingHandle: Any;
    #fd = -1;
    #path: string | undefined;
    #listener: Listener | undefined;
    #isConnecting = false;

    constructor(type: number) {
      super(type === constants.SERVER ? 'PIPESERVERWRAP' : 'PIPEWRAP');
    }

    override get fd(): number {
      return this.#fd;
    }

    /** 0, 1 and 2 are the standard streams; a higher one is what the parent process left for this one. */
    open(fd: number): number {
      if (this.connection) return UV_EISCONN;
      this.#fd = fd;
      const connection = fd <= LAST_STANDARD_FD ? new StdioConnection(host, fd) : host.network.inherit(fd);
      this.adopt(connection);
      return 0;
    }

    /** Takes over a connection that another binding has made. */
    adopt(connection: Connection): void {
      const queue = new InboundQueue();
      connection.listener = queue;
      this.attach(connection, queue);
    }

    bind(path: string): number {
      if (this.#path !== undefined || path === '' || new TextEncoder().encode(path).length > MAX_PATH)
        return UV_EINVAL;
      if (host.network.isTaken({ address: path, port: -1 })) return UV_EADDRINUSE;
      if (!path.startsWith('\0')) {
        if (host.files.exists(path)) return UV_EADDRINUSE;
        const folder = host.files.kindOf(path.replace(/[^/]*$/, '') || '.');
        // libuv says that of a folder that is not there too.
        if (folder !== DIRECTORY) return folder === UV_ENOTDIR ? folder : UV_EACCES;
      }
      this.#path = path;
      return 0;
    }

    listen(_backlog: number): number {
      if (this.#path === undefined) return UV_EINVAL;
      try {
        const handler = createListenHandler(host, this, () => new Pipe(constants.SOCKET));
        this.#listener = host.network.listen({ address: this.#path, port: -1 }, handler);
      } catch (error) {
        if (error instanceof NetworkError) return errorNumber(error.code);
        throw error;
      }
      this.setActive(true);
      return 0;
    }

    connect(request: ConnectRequest, path: string): number {
      if (this.isClosing) return UV_EINVAL;
      if (this.connection || this.#isConnecting) return UV_EISCONN;
      this.#isConnecting = true;
      connectHandle(host, this, request, { address: path, port: -1 }, undefined);
      return 0;
    }

    fchmod(_mode: number): number {
      return 0;
    }

    override onClose(): void {
      this.#listener?.close();
      super.onClose();
    }
  }

  return { Pipe, PipeConnectWrap, constants };
}
