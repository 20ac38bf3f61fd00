import type { Any, Host } from '../../host.ts';
import type { Connection, ListenHandler } from '../../net/network-device.ts';
import type { StreamHandle } from '../stream-wrap.ts';
import { UV_EADDRINUSE } from './errno.ts';
import { InboundQueue } from './inbound-queue.ts';

/** Turns new connections into calls of a listening handle's `onconnection(status, clientHandle)`. */
export function createListenHandler(
  host: Host,
  server: StreamHandle & { onconnection?: Any },
  createClient: () => StreamHandle,
): ListenHandler {
  const call = (status: number, client?: StreamHandle) => server.makeCallback('onconnection', status, client);
  return {
    onConnection(connection: Connection) {
      const queue = new InboundQueue();
      connection.listener = queue;
      host.loop.post(() => {
        if (server.isClosing) {
          connection.reset();
          return;
        }
        const client = createClient();
        client.attach(connection, queue, 'server');
        call(0, client);
      });
    },
    onRefused() {
      host.loop.post(() => {
        if (!server.isClosing) call(UV_EADDRINUSE);
      });
    },
  };
}
