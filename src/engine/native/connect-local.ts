import { connect, type Socket } from 'node:net';

/** A connection to a port of this machine, by IPv4 or else by IPv6: programs listen on either. It is paused. */
export async function connectLocal(port: number): Promise<Socket> {
  try {
    return await connectTo(port, '127.0.0.1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
    return connectTo(port, '::1').catch(() => {
      throw error;
    });
  }
}

function connectTo(port: number, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, noDelay: true });
    // Whoever gets the socket reads it: one that is on its way to another process must not have read a byte.
    socket.pause();
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
