/** Handles of `tcp_wrap` and `pipe_wrap` driven as `net.js` drives them, with what happens written down. */
import type { Any, Host } from '../../../src/runtime/host.ts';

export interface Socket {
  readonly handle: Any;
  /** `data …`, `end`, `error -104`, in order. */
  readonly events: string[];
  readonly bytes: () => Buffer;
  /** What `onread` was given. */
  readonly buffers: readonly ArrayBuffer[];
  /** 0, a negative error, or a promise of the status where the write is not done at once. */
  write(data: string | Uint8Array): number | Promise<number>;
  end(): Promise<number>;
  close(): Promise<void>;
  until(condition: () => boolean): Promise<void>;
}

export function wrapSocket(host: Host, handle: Any, read = true): Socket {
  const { streamBaseState, WriteWrap, ShutdownWrap } = host.binding('stream_wrap');
  const events: string[] = [];
  const chunks: Buffer[] = [];
  const buffers: ArrayBuffer[] = [];
  handle.onread = (data: ArrayBuffer | undefined) => {
    const [nread, offset] = streamBaseState;
    if (nread > 0) {
      const chunk = Buffer.from(data as ArrayBuffer, offset, nread);
      chunks.push(chunk);
      buffers.push(data as ArrayBuffer);
      events.push(`data ${chunk.length > 40 ? chunk.length : chunk.toString()}`);
    } else events.push(nread === -4095 ? 'end' : `error ${nread}`);
  };
  if (read) handle.readStart();
  return {
    handle,
    events,
    bytes: () => Buffer.concat(chunks),
    buffers,
    write(data) {
      const request = new WriteWrap();
      const done = new Promise<number>((resolve) => {
        request.oncomplete = (status: number) => resolve(status);
      });
      const error =
        typeof data === 'string' ? handle.writeUtf8String(request, data) : handle.writeBuffer(request, data);
      if (error !== 0 || streamBaseState[3] === 0) return error;
      return done;
    },
    end: () =>
      new Promise((resolve) => {
        const request = new ShutdownWrap();
        request.oncomplete = (status: number) => resolve(status);
        const error = handle.shutdown(request);
        if (error !== 0) resolve(error);
      }),
    close: () => new Promise((resolve) => handle.close(resolve)),
    async until(condition) {
      while (!condition()) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Listens, and collects the sockets of those that connect. */
export function listen(host: Host, address: string, port: number, read = true) {
  const { TCP, constants } = host.binding('tcp_wrap');
  const handle = new TCP(constants.SERVER);
  const bound = address.includes(':') ? handle.bind6(address, port, 0) : handle.bind(address, port);
  const accepted: Socket[] = [];
  let arrived = () => {};
  handle.onconnection = (status: number, client: Any) => {
    if (status !== 0) throw new Error(`accept: ${status}`);
    accepted.push(wrapSocket(host, client, read));
    arrived();
  };
  const error = bound || handle.listen(511);
  return {
    handle,
    error,
    accepted,
    port: (): number => name(handle).port,
    next: async () => {
      if (accepted.length === 0) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
      return accepted.shift()!;
    },
  };
}

export function connect(host: Host, address: string, port: number, read = true): Promise<Socket | number> {
  const { TCP, TCPConnectWrap, constants } = host.binding('tcp_wrap');
  const handle = new TCP(constants.SOCKET);
  return new Promise((resolve) => {
    const request = new TCPConnectWrap();
    request.oncomplete = (status: number) => resolve(status === 0 ? wrapSocket(host, handle, read) : status);
    const error = address.includes(':')
      ? handle.connect6(request, address, port)
      : handle.connect(request, address, port);
    if (error !== 0) resolve(error);
  });
}

export async function connected(host: Host, address: string, port: number, read = true): Promise<Socket> {
  const socket = await connect(host, address, port, read);
  if (typeof socket === 'number') throw new Error(`connect: ${socket}`);
  return socket;
}

export function name(handle: Any): Any {
  const out = {};
  const error = handle.getsockname(out);
  return error ? { error } : out;
}

export function peerName(handle: Any): Any {
  const out = {};
  const error = handle.getpeername(out);
  return error ? { error } : out;
}
