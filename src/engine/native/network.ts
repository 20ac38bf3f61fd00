import type { Socket } from 'node:net';
import { HostNetwork } from './host-network.ts';
import { OwnNetwork } from './own-network.ts';

/** A port that one of the engine's programs listens on. `pid` is the process that the engine started. */
export interface ListeningPort {
  readonly port: number;
  readonly pid: number;
}

/** Where an engine's programs listen, and the way in. Port numbers are those that programs were told. */
export interface Network {
  readonly kind: 'own' | 'host';
  /** The command line that starts `command` in this network. */
  wrap(command: readonly string[]): readonly string[];
  /** The environment as a program must see it to find its ports. */
  translateEnv(env: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  /** The ports that the process groups led by `leaders` listen on. */
  listening(leaders: readonly number[]): Promise<readonly ListeningPort[]>;
  /** A connection to a port; rejects with Node's own error (`ECONNREFUSED`). `scan` looks at the ports afresh. */
  connect(port: number, scan: () => Promise<readonly ListeningPort[]>): Promise<Socket>;
  close(): Promise<void>;
}

/** The asked-for network, or the best that this machine grants: one of its own, else the machine's. */
export async function openNetwork(kind?: 'own' | 'host'): Promise<Network> {
  if (kind === 'host') return new HostNetwork();
  const own = await OwnNetwork.open();
  if (own !== undefined) return own;
  if (kind === 'own') throw new Error('This machine grants no network namespace: use the `host` network.');
  return new HostNetwork();
}
