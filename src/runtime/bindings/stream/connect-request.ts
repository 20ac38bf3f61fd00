import type { Any, AsyncWrap, Host } from '../../host.ts';
import { type Connection, type Endpoint, NetworkError, type SocketName } from '../../net/network-device.ts';
import type { StreamHandle } from '../stream-wrap.ts';
import { errorNumber, UV_ECANCELED, UV_ECONNRESET } from './errno.ts';
import { InboundQueue } from './inbound-queue.ts';

/** `oncomplete(status, handle, request, readable, writable)` is called once. */
export interface ConnectRequest extends AsyncWrap {
  oncomplete: Any;
}

/** Connects a handle; the request completes in a task of its own. */
export function connectHandle(
  host: Host,
  handle: StreamHandle,
  request: ConnectRequest,
  name: SocketName,
  from: Endpoint | undefined,
): void {
  host.loop.ref();
  host.network.connect(name, from, (result) => {
    const queue = new InboundQueue();
    if (!(result instanceof NetworkError)) result.listener = queue;
    host.loop.post(() => {
      host.loop.unref();
      finish(handle, request, result, queue);
    });
  });
}

function finish(
  handle: StreamHandle,
  request: ConnectRequest,
  result: Connection | NetworkError,
  queue: InboundQueue,
): void {
  let status = 0;
  if (result instanceof NetworkError) status = errorNumber(result.code);
  // The peer was faster than this task: as where a socket's first event is its error.
  else if (queue.wasReset && queue.isEmpty) status = UV_ECONNRESET;
  if (handle.isClosing) {
    if (!(result instanceof NetworkError)) result.close();
    status = UV_ECANCELED;
  } else if (status === 0) handle.attach(result as Connection, queue);
  if (typeof request.oncomplete !== 'function') return;
  const isOpen = status === 0;
  request.makeCallback('oncomplete', status, handle, request, isOpen, isOpen);
}
