import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { LinuxPorts } from './linux-ports.ts';
import type { ListeningPort, Network } from './network.ts';

const relayFile = fileURLToPath(new URL('./network-relay.ts', import.meta.url));
const loopbackUp = '{ ip link set lo up || ifconfig lo up; } 2>/dev/null && exec "$@"';
const systemPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin`;

interface RelayReply {
  readonly id: number;
  readonly code?: string;
}

/** The ways to a network namespace: root's, and a user namespace for everybody else. */
const ways = [
  { unshare: ['--net'], nsenter: ['--net'] },
  {
    unshare: ['--net', '--user', '--map-current-user', '--keep-caps'],
    nsenter: ['--net', '--user', '--preserve-credentials'],
  },
];

/**
 * A Linux network namespace: all ports are free, the outside cannot be reached, and nobody outside sees the programs.
 *
 * A small relay lives in it and hands connected sockets out over its IPC channel: the caller holds a true TCP
 * connection, so resets and half-closes are the real ones.
 */
export class OwnNetwork implements Network {
  readonly kind = 'own';
  readonly #relay: ChildProcess;
  readonly #nsenter: readonly string[];
  readonly #ports: LinuxPorts;
  readonly #waiting = new Map<number, (reply: RelayReply, socket: Socket | undefined) => void>();
  #lastId = 0;

  private constructor(relay: ChildProcess, nsenter: readonly string[]) {
    this.#relay = relay;
    this.#nsenter = nsenter;
    this.#ports = new LinuxPorts(relay.pid as number);
    relay.on('message', (reply: RelayReply, socket) => {
      const settle = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (settle) settle(reply, socket as Socket | undefined);
      else (socket as Socket | undefined)?.destroy();
    });
    relay.on('exit', () => {
      for (const [id, settle] of this.#waiting) settle({ id, code: 'ECONNREFUSED' }, undefined);
      this.#waiting.clear();
    });
  }

  /** `undefined` where the system grants no namespace. */
  static async open(): Promise<OwnNetwork | undefined> {
    if (process.platform !== 'linux') return undefined;
    for (const { unshare, nsenter } of ways) {
      const relay = spawn(
        'unshare',
        [...unshare, 'sh', '-c', loopbackUp, 'sh', process.execPath, relayFile],
        {
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
          env: { PATH: systemPath },
          detached: true,
        },
      );
      const ready = await new Promise<boolean>((resolve) => {
        relay.once('message', () => resolve(true));
        relay.once('exit', () => resolve(false));
        relay.once('error', () => resolve(false));
      });
      if (ready) return new OwnNetwork(relay, ['nsenter', '--target', String(relay.pid), ...nsenter, '--']);
    }
    return undefined;
  }

  wrap(command: readonly string[]): readonly string[] {
    return [...this.#nsenter, ...command];
  }

  async translateEnv(env: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    return env;
  }

  async listening(leaders: readonly number[]): Promise<readonly ListeningPort[]> {
    return this.#ports.of(leaders);
  }

  connect(port: number): Promise<Socket> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ code }, socket) => {
        if (socket) resolve(socket);
        else reject(Object.assign(new Error(`connect ${code} localhost:${port}`), { code }));
      });
      this.#relay.send({ id, port }, (error) => {
        if (error && this.#waiting.delete(id)) reject(error);
      });
    });
  }

  async close(): Promise<void> {
    if (this.#relay.exitCode !== null || this.#relay.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#relay.once('exit', resolve));
    this.#relay.kill('SIGKILL');
    await gone;
  }
}
