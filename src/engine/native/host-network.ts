import { createServer, type Socket } from 'node:net';
import { connectLocal } from './connect-local.ts';
import { LinuxPorts } from './linux-ports.ts';
import { listeningByLsof } from './lsof-ports.ts';
import type { ListeningPort, Network } from './network.ts';

/**
 * The machine's own network, where no other can be had.
 *
 * Two engines and a developer's own server would meet on port 3000, so a program that is told `PORT=3000` is really
 * told a free port, and `request(3000)` goes there; addresses such as `http://localhost:3000` in other variables follow.
 * A program that takes no notice of `PORT` gets the port that it asks for, and only if it is free.
 */
export class HostNetwork implements Network {
  readonly kind = 'host';
  readonly #realByTold = new Map<number, number>();
  readonly #ports = new LinuxPorts('self');
  readonly #toldByReal = new Map<number, number>();

  wrap(command: readonly string[]): readonly string[] {
    return command;
  }

  async translateEnv(env: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const told = Number(env['PORT']);
    if (Number.isInteger(told) && told > 0) await this.#real(told);
    const translate = ([name, value]: [string, string]): [string, string] => {
      if (name === 'PORT') return [name, String(this.#realByTold.get(told) ?? value)];
      const moved = value.replace(/(localhost|127\.0\.0\.1|\[::1\]):(\d+)/g, (whole, host, port) => {
        const real = this.#realByTold.get(Number(port));
        return real === undefined ? whole : `${host}:${real}`;
      });
      return [name, moved];
    };
    return Object.fromEntries(Object.entries(env).map(translate));
  }

  async listening(leaders: readonly number[]): Promise<readonly ListeningPort[]> {
    const found = process.platform === 'linux' ? this.#ports.of(leaders) : await listeningByLsof(leaders);
    return found.map(({ port, pid }) => ({ port: this.#toldByReal.get(port) ?? port, pid }));
  }

  async connect(port: number, scan: () => Promise<readonly ListeningPort[]>): Promise<Socket> {
    // What listens there may be somebody else's.
    if (!(await scan()).some((open) => open.port === port)) {
      throw Object.assign(new Error(`connect ECONNREFUSED localhost:${port}`), { code: 'ECONNREFUSED' });
    }
    const real = this.#realByTold.get(port);
    if (real === undefined) return connectLocal(port);
    return connectLocal(real).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED') throw error;
      return connectLocal(port);
    });
  }

  async close(): Promise<void> {}

  async #real(told: number): Promise<number> {
    const known = this.#realByTold.get(told);
    if (known !== undefined) return known;
    const real = await freePort();
    this.#realByTold.set(told, real);
    this.#toldByReal.set(real, told);
    return real;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
